-- Whom a statement acts for, in one setting, tollgate.walls: <tenant>/<workspace>, each a uuid or empty; * in place of the
-- tenant means all tenants. It is set for one statement or transaction, never for a connection.
--
-- A policy calls these as (SELECT runtime.current_workspace()). The sub-select is evaluated once, when the table is first
-- read, and its value is an index condition. A bare call would be inlined, and the planner would estimate with the value
-- at planning time, before the statement has set it: no rows.
--
-- Gateways from before set tollgate.tenant, tollgate.workspace and tollgate.installation; they go on during an upgrade.
CREATE FUNCTION runtime.current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN COALESCE(
        NULLIF(NULLIF(split_part(current_setting('tollgate.walls', true), '/', 1), ''), '*'),
        NULLIF(current_setting('tollgate.tenant', true), ''))::uuid;

CREATE FUNCTION runtime.current_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN COALESCE(
        NULLIF(split_part(current_setting('tollgate.walls', true), '/', 2), ''),
        NULLIF(current_setting('tollgate.workspace', true), ''))::uuid;

CREATE FUNCTION runtime.whole_installation() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN COALESCE(split_part(current_setting('tollgate.walls', true), '/', 1) = '*', false)
        OR COALESCE(current_setting('tollgate.installation', true) = 'on', false);
