-- Numbers of new copies for many tenants at once: past row-level security, and nothing else of an account. An account that
-- somebody has locked is left out, so that a batch never waits for one of them.
CREATE FUNCTION billing.take_copy_numbers(of_tenants uuid[]) RETURNS TABLE (tenant uuid, n bigint)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH free AS (
        SELECT a.tenant FROM billing.account a
         WHERE a.tenant = ANY (of_tenants)
         ORDER BY a.tenant
           FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE billing.account a SET prep = a.prep + 1 FROM free WHERE a.tenant = free.tenant
    RETURNING a.tenant, a.prep
$$;
REVOKE ALL ON FUNCTION billing.take_copy_numbers(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.take_copy_numbers(uuid[]) TO tollgate_app, tollgate_meter;

-- Grants that a clock ended too early: they are looked for every ten seconds.
CREATE INDEX prepaid_grant_ended ON billing.prepaid_grant (expires_at) WHERE ended AND remaining > 0;
