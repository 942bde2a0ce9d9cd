-- Leader epoch of the event before the position: by it a log that was cut is noticed, also where it has grown again.
ALTER TABLE billing.log_position ADD COLUMN epoch integer;

-- Logs that lost events: what the meter found, what it did, and what is known of the loss.
--   cut      the end was lost (unclean leader election, broker restored). The meter goes on at resumed_at by itself.
--   expired  the start passed the meter's position (retention). The partition waits for continue_usage_log.
CREATE TABLE billing.log_gap (
    id            uuid        PRIMARY KEY,
    partition     integer     NOT NULL,
    topic_id      uuid        NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('cut', 'expired')),
    next          bigint      NOT NULL,
    log_start     bigint      NOT NULL,
    log_end       bigint      NOT NULL,
    known_end     bigint,
    records_lost  bigint,
    messages_sent bigint      NOT NULL DEFAULT 0,
    resumed_at    bigint,
    noticed_at    timestamptz NOT NULL,
    resolved_at   timestamptz,
    resolved_by   text,
    reason        text,
    CHECK ((resolved_at IS NULL) = (resolved_by IS NULL))
);
CREATE UNIQUE INDEX log_gap_expired ON billing.log_gap (partition) WHERE kind = 'expired' AND resolved_at IS NULL;
CREATE INDEX log_gap_open ON billing.log_gap (noticed_at) WHERE resolved_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON billing.log_gap TO tollgate_meter;

-- Resolves all gaps: partitions whose start passed the position go on at that start. One row per gap.
CREATE FUNCTION billing.continue_usage_log(by_actor text, because text)
    RETURNS TABLE (gap_partition integer, gap_kind text, gap_next bigint, gap_resumed_at bigint, gap_records_lost bigint,
                   gap_messages_sent bigint, gap_noticed_at timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT runtime.whole_installation() THEN
        RAISE EXCEPTION 'only for calls on the installation' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    WITH moved AS (
        UPDATE billing.log_position p SET next = g.log_start, epoch = NULL
          FROM billing.log_gap g
         WHERE g.kind = 'expired' AND g.resolved_at IS NULL
           AND p.topic = 'tollgate.usage' AND p.partition = g.partition AND p.topic_id = g.topic_id AND p.next = g.next
        RETURNING g.id)
    UPDATE billing.log_gap g
       SET resolved_at = clock_timestamp(), resolved_by = by_actor, reason = because,
           resumed_at = CASE WHEN g.id IN (SELECT m.id FROM moved m) THEN g.log_start ELSE g.resumed_at END
     WHERE g.resolved_at IS NULL
    RETURNING g.partition, g.kind, g.next,
              -- Where somebody else has moved the position: that.
              COALESCE(g.resumed_at, (SELECT p.next FROM billing.log_position p
                                       WHERE p.topic = 'tollgate.usage' AND p.partition = g.partition), g.log_start),
              g.records_lost, g.messages_sent, g.noticed_at;
END $$;
REVOKE ALL ON FUNCTION billing.continue_usage_log(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.continue_usage_log(text, text) TO tollgate_app;
