-- The entries of a batch were made after its id was taken, and have ids of the same clock: those of a tenant are found
-- by its own index, from the id of the batch on.
DROP INDEX billing.transfer_by_batch;

-- A sum that exists is updated without being locked first, which the log of the database would have too. Whoever writes
-- entries has locked the account, so nobody else adds meanwhile; where somebody does, the insert finds the row.
CREATE OR REPLACE FUNCTION billing.sum_transfers() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    WITH added AS (
        SELECT tenant_id, period, kind, debit, credit, adjusts, sum(amount_micros)::bigint AS micros FROM made
         GROUP BY tenant_id, period, kind, debit, credit, adjusts),
    updated AS (
        UPDATE billing.transfer_sum AS s SET micros = s.micros + a.micros
          FROM added AS a
         WHERE s.tenant_id = a.tenant_id AND s.period = a.period AND s.kind = a.kind AND s.debit = a.debit
           AND s.credit = a.credit AND s.adjusts IS NOT DISTINCT FROM a.adjusts
        RETURNING s.tenant_id, s.period, s.kind, s.debit, s.credit, s.adjusts)
    INSERT INTO billing.transfer_sum AS s (tenant_id, period, kind, debit, credit, adjusts, micros)
    SELECT a.tenant_id, a.period, a.kind, a.debit, a.credit, a.adjusts, a.micros FROM added AS a
     WHERE NOT EXISTS (
           SELECT FROM updated AS u
            WHERE u.tenant_id = a.tenant_id AND u.period = a.period AND u.kind = a.kind AND u.debit = a.debit
              AND u.credit = a.credit AND u.adjusts IS NOT DISTINCT FROM a.adjusts)
     ORDER BY a.tenant_id, a.period, a.kind, a.debit, a.credit, a.adjusts
    ON CONFLICT (tenant_id, period, kind, debit, credit, adjusts) DO UPDATE SET micros = s.micros + EXCLUDED.micros;
    RETURN NULL;
END $$;
