-- For the sums of one credential. Without the charge, which every batch changes: those updates touch no index.
CREATE INDEX usage_sum_by_credential ON billing.usage_sum (tenant_id, workspace_id, credential_id, day);

-- What a credential has spent in the days from first on and before beyond, as its budget counts it: by the day of the
-- hold, not what its person does on the control plane. Row-level security keeps it to what the caller may see.
CREATE FUNCTION billing.spent_by(of_tenant uuid, of_workspace uuid, of_credential text, first date, beyond date)
    RETURNS bigint
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT COALESCE(sum(s.charge_micros), 0)::bigint
      FROM billing.usage_sum s
     WHERE s.tenant_id = of_tenant AND s.workspace_id = of_workspace AND s.credential_id = of_credential
       AND s.day >= first AND s.day < beyond AND s.surface <> 'control'
$$;
