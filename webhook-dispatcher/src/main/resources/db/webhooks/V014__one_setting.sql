CREATE OR REPLACE FUNCTION webhooks.this_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN runtime.current_tenant();
