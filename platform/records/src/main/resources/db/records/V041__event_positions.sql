-- Up to where consumers of modules have read a topic, named <topic> <consumer>. What they write has ids that follow from
-- the events, so a position that is behind repeats nothing.
CREATE TABLE records.event_position (
    topic     text    NOT NULL,
    partition integer NOT NULL,
    topic_id  uuid    NOT NULL,
    next      bigint  NOT NULL,
    PRIMARY KEY (topic, partition)
);
ALTER TABLE records.event_position ENABLE ROW LEVEL SECURITY;
CREATE POLICY consumed ON records.event_position TO tollgate_app USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON records.event_position TO tollgate_app;
