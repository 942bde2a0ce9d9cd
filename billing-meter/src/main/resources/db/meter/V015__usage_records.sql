-- Records of the usage log that are booked: the id is that of a record's first event, with version 8, or of an event in
-- JSON its own; a second delivery finds it.
-- Calls themselves are kept as segments (records.call_segment); billing.usage_event has those of before, until
-- retention drops them.
CREATE TABLE billing.usage_record (
    id uuid PRIMARY KEY
) PARTITION BY RANGE (id);

ALTER TABLE billing.usage_record ENABLE ROW LEVEL SECURITY;
CREATE POLICY metered ON billing.usage_record TO tollgate_meter USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON billing.usage_record TO tollgate_meter;

-- Makes the partition of a day. May be called at will; a call that comes second waits for the first.
CREATE OR REPLACE FUNCTION billing.open_usage_day(day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    partition text := 'usage_record_' || to_char(day, 'YYYYMMDD');
BEGIN
    IF to_regclass('billing.' || partition) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('billing.open_usage_day', 0));
    IF to_regclass('billing.' || partition) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE billing.%I PARTITION OF billing.usage_record FOR VALUES FROM (%L) TO (%L)', partition,
        billing.least_id(day::timestamp AT TIME ZONE 'UTC'), billing.least_id((day + 1)::timestamp AT TIME ZONE 'UTC'));
END $$;

-- Drops the days before this one of usage kept call by call; gives how many. Ids of records are kept for 60 days: older
-- events are not booked.
CREATE OR REPLACE FUNCTION billing.drop_usage_before(first_kept date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    partition text;
    dropped integer := 0;
BEGIN
    FOR partition IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE (i.inhparent = 'billing.usage_event'::regclass
                AND c.relname < 'usage_event_' || to_char(first_kept, 'YYYYMMDD'))
            OR (i.inhparent = 'billing.usage_record'::regclass
                AND c.relname < 'usage_record_' || to_char((now() AT TIME ZONE 'UTC')::date - 60, 'YYYYMMDD'))
    LOOP
        EXECUTE format('DROP TABLE billing.%I', partition);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;
