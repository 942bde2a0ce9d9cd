-- Sets back closes that lie after the present bucket: a clock that was ahead made them. A new account is closed up to its
-- present, which is no such close. What is open in later buckets stays open.
-- Months of accounts that turned with such a close stay turned; a budget goes back to its present period, with what usage
-- has for that. Copies whose close lies after their row's are dropped and rebuilt.
CREATE FUNCTION billing.reopen_closes(last_bucket bigint, present_bucket bigint)
    RETURNS TABLE (slices bigint, accounts bigint, months_ahead bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    epoch CONSTANT date := date '1970-01-01';
    today CONSTANT date := (to_timestamp(present_bucket * 10) AT TIME ZONE 'UTC')::date;
    first_of_month CONSTANT date := date_trunc('month', today::timestamp)::date;
    early record;
BEGIN
    IF NOT runtime.whole_installation() THEN
        RAISE EXCEPTION 'only for calls on the installation' USING ERRCODE = '42501';
    END IF;
    UPDATE billing.slice SET closed = last_bucket WHERE closed > present_bucket;
    GET DIAGNOSTICS slices = ROW_COUNT;
    -- Accounts before their budgets, as the meter locks them.
    PERFORM 1 FROM billing.account a
      WHERE a.closed > present_bucket
         OR a.tenant IN (SELECT b.tenant FROM billing.budget b WHERE b.closed > present_bucket OR b.starts > present_bucket)
      ORDER BY a.tenant FOR UPDATE;
    WITH ahead AS (
        SELECT tenant FROM billing.account WHERE closed > present_bucket ORDER BY tenant FOR UPDATE)
    UPDATE billing.account a
       SET closed = last_bucket, seq = a.seq + 1, publish_seq = a.seq + 1
      FROM ahead WHERE a.tenant = ahead.tenant;
    GET DIAGNOSTICS accounts = ROW_COUNT;
    WITH ahead AS (
        SELECT tenant, id FROM billing.budget WHERE closed > present_bucket ORDER BY tenant, id FOR UPDATE)
    UPDATE billing.budget b
       SET closed = last_bucket, seq = b.seq + 1, publish_seq = b.seq + 1
      FROM ahead WHERE b.tenant = ahead.tenant AND b.id = ahead.id;
    -- A day has 8640 buckets. A period that starts after the present bucket is of a day or a month.
    FOR early IN
        SELECT b.tenant, b.id, p.first_day, p.next_day, (p.first_day - epoch) * 8640::bigint AS starts,
               (p.next_day - epoch) * 8640::bigint AS ends
          FROM billing.budget b
         CROSS JOIN LATERAL (
               SELECT CASE b.per WHEN 'day' THEN today ELSE first_of_month END AS first_day,
                      CASE b.per WHEN 'day' THEN today + 1
                                 ELSE (first_of_month + interval '1 month')::date END AS next_day) AS p
         WHERE b.starts > present_bucket
         ORDER BY b.tenant, b.id
           FOR UPDATE OF b
    LOOP
        DELETE FROM billing.budget_bucket o
         WHERE o.tenant = early.tenant AND o.id = early.id AND o.bucket >= early.ends;
        UPDATE billing.budget b
           SET starts = early.starts, told_reset = NULL, seq = b.seq + 1, publish_seq = b.seq + 1,
               spent = billing.spent_by(b.tenant, b.workspace, b.spender, early.first_day, early.next_day),
               open = COALESCE((SELECT sum(o.charged) FROM billing.budget_bucket o
                                 WHERE o.tenant = b.tenant AND o.id = b.id AND o.bucket >= early.starts), 0)
         WHERE b.tenant = early.tenant AND b.id = early.id;
    END LOOP;
    -- A period is the number of months since the year 0.
    SELECT count(*) INTO months_ahead FROM billing.account
     WHERE period > extract(year FROM to_timestamp(last_bucket * 10) AT TIME ZONE 'UTC')::integer * 12
                    + extract(month FROM to_timestamp(last_bucket * 10) AT TIME ZONE 'UTC')::integer - 1;
    RETURN NEXT;
END $$;
REVOKE ALL ON FUNCTION billing.reopen_closes(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.reopen_closes(bigint, bigint) TO tollgate_app;
