-- Which usage the counts of hours hold: the same usage may come twice, by Kafka and by the outbox. Kept as long as its
-- hour is counted.
CREATE TABLE audit.counted (
    hour     timestamptz NOT NULL,
    usage_id uuid        NOT NULL,
    PRIMARY KEY (hour, usage_id)
) WITH (
    -- Rows live for an hour and leave by the hour: vacuum by count, not by share.
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50000
);

GRANT SELECT, INSERT, DELETE ON audit.counted TO tollgate_sealer;
ALTER TABLE audit.counted ENABLE ROW LEVEL SECURITY;
CREATE POLICY every_chain ON audit.counted TO tollgate_sealer USING (true) WITH CHECK (true);
