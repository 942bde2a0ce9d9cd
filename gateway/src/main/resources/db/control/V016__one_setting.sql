CREATE OR REPLACE FUNCTION control.this_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN runtime.current_tenant();
CREATE OR REPLACE FUNCTION control.this_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN runtime.current_workspace();
CREATE OR REPLACE FUNCTION control.whole_installation() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN runtime.whole_installation();

ALTER POLICY own ON control.tenant
    USING (id = (SELECT runtime.current_tenant()) OR (SELECT runtime.whole_installation()));
ALTER POLICY own ON control.workspace
    USING (tenant_id = (SELECT runtime.current_tenant()) AND id = COALESCE((SELECT runtime.current_workspace()), id));
ALTER POLICY own ON control.module_switch     USING (workspace_id = (SELECT runtime.current_workspace()));
ALTER POLICY own ON control.mcp_policy        USING (workspace_id = (SELECT runtime.current_workspace()));
ALTER POLICY own ON control.credential        USING (workspace_id = (SELECT runtime.current_workspace()));
ALTER POLICY own ON control.credential_secret USING (workspace_id = (SELECT runtime.current_workspace()));
ALTER POLICY own ON control.member            USING (workspace_id = (SELECT runtime.current_workspace()));
ALTER POLICY own ON control.mcp_grant         USING (workspace_id = (SELECT runtime.current_workspace()));
ALTER POLICY own ON control.tenant_owner
    USING (tenant_id = (SELECT runtime.current_tenant()) AND (SELECT runtime.current_workspace()) IS NULL);
