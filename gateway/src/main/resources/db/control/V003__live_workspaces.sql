-- Whom an event of a whole tenant is told to: its workspaces that are not archived. The session must name that tenant, or
-- the whole installation.
CREATE FUNCTION control.live_workspaces(of_tenant uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT w.id FROM control.workspace w
     WHERE w.tenant_id = of_tenant
       AND (of_tenant = control.this_tenant() OR control.whole_installation())
       AND w.archived_at IS NULL
     ORDER BY w.id
$$;
REVOKE ALL ON FUNCTION control.live_workspaces(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.live_workspaces(uuid) TO tollgate_app, tollgate_meter;
GRANT USAGE ON SCHEMA control TO tollgate_meter;
