-- Days of bodies that are made while writers write. The default partition body_other is there for what has no day: of a
-- gateway whose clock is behind, or of a time when nobody made days. To make a day next to it PostgreSQL reads it whole
-- while nobody may write to it, so the days begin with that of the installation, and are made while it is small.
DROP FUNCTION audit.keep_bodies(integer, integer);

-- Makes the first partition that is missing for today and the coming days; tells how many it made. Keeps nobody waiting
-- whose row has a day, and the others no longer than it takes to read 16 MiB: raises TG004 where body_other is larger. A
-- day of which rows lie in body_other stays there. Does nothing while somebody else does it.
CREATE FUNCTION audit.make_body_day(days_ahead integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    other_bytes_max CONSTANT bigint := 16 * 1024 * 1024;
    today           CONSTANT date := (now() AT TIME ZONE 'UTC')::date;
    fresh           text;
    first_id        uuid;
    end_id          uuid;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('audit.make_body_day', 7)) THEN
        RETURN 0;
    END IF;
    FOR n IN 0 .. days_ahead LOOP
        fresh    := 'body_' || to_char(today + n, 'YYYYMMDD');
        first_id := audit.first_id((today + n)::timestamp AT TIME ZONE 'UTC');
        end_id   := audit.first_id((today + n + 1)::timestamp AT TIME ZONE 'UTC');
        CONTINUE WHEN to_regclass('audit.' || fresh) IS NOT NULL
            OR EXISTS (SELECT FROM audit.body_other WHERE event_id >= first_id AND event_id < end_id);
        IF pg_relation_size('audit.body_other') > other_bytes_max THEN
            RAISE EXCEPTION 'audit.body_other is too large to make days beside it' USING ERRCODE = 'TG004';
        END IF;
        -- PARTITION OF would keep all writers out; ATTACH lets those in whose row has a day.
        EXECUTE format('CREATE TABLE audit.%I (LIKE audit.body INCLUDING ALL)', fresh);
        EXECUTE format('ALTER TABLE audit.body ATTACH PARTITION audit.%I FOR VALUES FROM (%L) TO (%L)',
            fresh, first_id, end_id);
        RETURN 1;
    END LOOP;
    RETURN 0;
END $$;

-- Drops the oldest day if it is older than the retention; tells how many it dropped.
CREATE FUNCTION audit.drop_body_day(days_kept integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    oldest text;
BEGIN
    SELECT min(c.relname::text) INTO oldest
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'audit.body'::regclass AND c.relname ~ '^body_\d{8}$'
       AND to_date(substr(c.relname, 6), 'YYYYMMDD') < (now() AT TIME ZONE 'UTC')::date - days_kept;
    IF oldest IS NULL THEN
        RETURN 0;
    END IF;
    EXECUTE format('DROP TABLE audit.%I', oldest);
    RETURN 1;
END $$;

-- Deletes some of the bodies without a day that are older than the retention; tells how many.
CREATE FUNCTION audit.forget_bodies(days_kept integer, most integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM audit.body_other
     WHERE event_id = ANY (ARRAY (
           SELECT event_id FROM audit.body_other
            WHERE event_id < audit.first_id(
                  ((now() AT TIME ZONE 'UTC')::date - days_kept)::timestamp AT TIME ZONE 'UTC')
            ORDER BY event_id LIMIT most));
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

REVOKE ALL ON FUNCTION audit.make_body_day, audit.drop_body_day, audit.forget_bodies FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.make_body_day, audit.drop_body_day, audit.forget_bodies TO tollgate_sealer;

SELECT audit.make_body_day(7) FROM generate_series(0, 7);
