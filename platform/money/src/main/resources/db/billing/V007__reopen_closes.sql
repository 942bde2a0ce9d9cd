-- Sets back closes that lie after the present bucket: a clock that was ahead made them. A new account is closed up to its
-- present, which is no such close. What is open in later buckets stays open.
-- Months that turned with such a close stay turned. Copies whose close lies after their row's are dropped and rebuilt.
CREATE FUNCTION billing.reopen_closes(last_bucket bigint, present_bucket bigint)
    RETURNS TABLE (slices bigint, accounts bigint, months_ahead bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT runtime.whole_installation() THEN
        RAISE EXCEPTION 'only for calls on the installation' USING ERRCODE = '42501';
    END IF;
    UPDATE billing.slice SET closed = last_bucket WHERE closed > present_bucket;
    GET DIAGNOSTICS slices = ROW_COUNT;
    WITH ahead AS (
        SELECT tenant FROM billing.account WHERE closed > present_bucket ORDER BY tenant FOR UPDATE)
    UPDATE billing.account a
       SET closed = last_bucket, seq = a.seq + 1, publish_seq = a.seq + 1
      FROM ahead WHERE a.tenant = ahead.tenant;
    GET DIAGNOSTICS accounts = ROW_COUNT;
    -- A period is the number of months since the year 0.
    SELECT count(*) INTO months_ahead FROM billing.account
     WHERE period > extract(year FROM to_timestamp(last_bucket * 10) AT TIME ZONE 'UTC')::integer * 12
                    + extract(month FROM to_timestamp(last_bucket * 10) AT TIME ZONE 'UTC')::integer - 1;
    RETURN NEXT;
END $$;
REVOKE ALL ON FUNCTION billing.reopen_closes(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.reopen_closes(bigint, bigint) TO tollgate_app;
