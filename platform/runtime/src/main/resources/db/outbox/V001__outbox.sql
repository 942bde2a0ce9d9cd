-- Messages on their way to Kafka. A slice is a partition of the topic; within it rows leave in the order of their ids.
-- CACHE 1: an id is taken in the insert itself, so whatever was durable before it has a lower one.
CREATE TABLE outbox.message (
    slice  integer NOT NULL CHECK (slice >= 0),
    id     bigint  NOT NULL GENERATED ALWAYS AS IDENTITY (CACHE 1),
    topic  text    NOT NULL,
    key    text    NOT NULL,
    body   bytea   NOT NULL,
    marker boolean NOT NULL DEFAULT false,
    PRIMARY KEY (slice, id)
) WITH (
    -- Rows live for milliseconds: vacuum by count, not by share.
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000,
    autovacuum_vacuum_cost_delay = 0
);

COMMENT ON COLUMN outbox.message.marker IS 'leaves only when every row before it in its slice is acknowledged';

-- Gives one row while there is time and raises TG408 after: for a process that was stopped and wakes up.
CREATE FUNCTION outbox.in_time(deadline timestamptz) RETURNS boolean
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
AS $$
BEGIN
    IF deadline IS NOT NULL AND clock_timestamp() > deadline THEN
        RAISE EXCEPTION 'the deadline has passed' USING ERRCODE = 'TG408';
    END IF;
    RETURN true;
END
$$;

GRANT USAGE ON SCHEMA outbox TO tollgate_app, tollgate_relay, tollgate_meter, tollgate_sealer;
GRANT INSERT ON outbox.message TO tollgate_app, tollgate_meter, tollgate_sealer;
GRANT SELECT, DELETE ON outbox.message TO tollgate_relay;
