-- The same as before, and what lies in no day's partition (those of the first day, or of a time when nobody made
-- partitions) has its age too.
CREATE OR REPLACE FUNCTION audit.keep_bodies(days_ahead integer, days_kept integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    day   date;
    old   text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit.keep_bodies', 7));
    FOR day IN SELECT today + n FROM generate_series(1, days_ahead) AS n LOOP
        IF to_regclass(format('audit.body_%s', to_char(day, 'YYYYMMDD'))) IS NULL THEN
            EXECUTE format('CREATE TABLE audit.body_%s PARTITION OF audit.body FOR VALUES FROM (%L) TO (%L)',
                to_char(day, 'YYYYMMDD'),
                audit.first_id(day::timestamp AT TIME ZONE 'UTC'),
                audit.first_id((day + 1)::timestamp AT TIME ZONE 'UTC'));
        END IF;
    END LOOP;
    FOR old IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = 'audit.body'::regclass AND c.relname ~ '^body_\d{8}$'
           AND to_date(substr(c.relname, 6), 'YYYYMMDD') < today - days_kept
    LOOP
        EXECUTE format('DROP TABLE audit.%I', old);
    END LOOP;
    DELETE FROM audit.body_other WHERE event_id < audit.first_id((today - days_kept)::timestamp AT TIME ZONE 'UTC');
END $$;
