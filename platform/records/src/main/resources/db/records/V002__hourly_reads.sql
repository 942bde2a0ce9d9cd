-- Reads of one credential, operation and hour while the hour is not over; then they become one event with their number.
CREATE TABLE audit.hour (
    LIKE audit.event,
    slice integer     NOT NULL,
    hour  timestamptz NOT NULL,
    PRIMARY KEY (chain, actor_kind, actor_id, operation, surface, hour)
);
CREATE INDEX hour_age ON audit.hour (hour);

GRANT SELECT, INSERT, UPDATE, DELETE ON audit.hour TO tollgate_sealer;
ALTER TABLE audit.hour ENABLE ROW LEVEL SECURITY;
CREATE POLICY every_chain ON audit.hour TO tollgate_sealer USING (true) WITH CHECK (true);
