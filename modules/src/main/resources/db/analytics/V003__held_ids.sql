-- The ids of held events: an event with one of them is held already. A transaction that inserts an id waits for another
-- open one that has inserted or deleted it. Versions before may have held an event twice: its id goes with the last.
CREATE TABLE analytics.held_id (
    workspace_id uuid NOT NULL,
    event_id     uuid NOT NULL,
    PRIMARY KEY (workspace_id, event_id)
);
INSERT INTO analytics.held_id
SELECT DISTINCT workspace_id, event_id FROM analytics.held_event WHERE event_id IS NOT NULL;
CREATE INDEX ON analytics.held_event (workspace_id, event_id);
CALL records.walled('analytics.held_id', 'SELECT, INSERT, DELETE');

CREATE FUNCTION analytics.forget_held_ids() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM analytics.held_id h USING gone g
     WHERE h.workspace_id = g.workspace_id AND h.event_id = g.event_id
       AND NOT EXISTS (SELECT FROM analytics.held_event e
                        WHERE e.workspace_id = g.workspace_id AND e.event_id = g.event_id);
    RETURN NULL;
END $$;
CREATE TRIGGER forget_held_ids AFTER DELETE ON analytics.held_event
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION analytics.forget_held_ids();
