CREATE OR REPLACE FUNCTION billing.this_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN runtime.current_tenant();
CREATE OR REPLACE FUNCTION billing.this_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN runtime.current_workspace();

ALTER POLICY own ON billing.usage_event
    USING (tenant_id = (SELECT runtime.current_tenant())
       AND ((SELECT runtime.current_workspace()) IS NULL OR workspace_id = (SELECT runtime.current_workspace())));
ALTER POLICY own ON billing.usage_sum
    USING (tenant_id = (SELECT runtime.current_tenant())
       AND ((SELECT runtime.current_workspace()) IS NULL OR workspace_id = (SELECT runtime.current_workspace())));
ALTER POLICY own ON billing.transfer_sum USING (tenant_id = (SELECT runtime.current_tenant()));
ALTER POLICY own ON billing.month_turned USING (tenant_id = (SELECT runtime.current_tenant()));

DO $$
DECLARE
    own      CONSTANT text := 'tenant_id = (SELECT runtime.current_tenant())';
    of_table text;
BEGIN
    FOREACH of_table IN ARRAY ARRAY['transfer', 'threshold_reached', 'exhaustion', 'change_request', 'checkout', 'payment'] LOOP
        EXECUTE format('ALTER POLICY own ON billing.%I USING (%s) WITH CHECK (%s)', of_table, own, own);
    END LOOP;
END $$;
