-- Whether clocks have disagreed and not yet agreed for a minute since: until then nothing closes, whichever meter starts.
CREATE TABLE billing.clock_state (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    disagreed boolean NOT NULL DEFAULT false
);

INSERT INTO billing.clock_state DEFAULT VALUES;

GRANT SELECT, UPDATE ON billing.clock_state TO tollgate_meter;
