-- What the gates ask before they know the workspace. They run as the owner of the tables, past row-level security, and
-- each gives one row at most: the one whose secret hash or id the caller holds.

CREATE TYPE control.workspace_facts AS (
    workspace_id  uuid,
    slug          text,
    name          text,
    status        text,
    tenant_id     uuid,
    modules       text[]
);

CREATE FUNCTION control.workspace_facts(wanted uuid) RETURNS SETOF control.workspace_facts
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT w.id, w.slug, w.name, w.status, w.tenant_id,
           ARRAY(SELECT s.module FROM control.module_switch s WHERE s.workspace_id = w.id AND s.enabled ORDER BY s.module)
      FROM control.workspace w
     WHERE w.id = wanted
$$;

CREATE FUNCTION control.tenant_facts(wanted uuid) RETURNS TABLE (tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.id FROM control.tenant t WHERE t.id = wanted
$$;

CREATE FUNCTION control.credential_facts(wanted bytea) RETURNS TABLE (
        credential_id uuid, kind text, credential_name text, scopes text[], ends_at timestamptz, version bigint,
        workspace_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id, c.kind, c.name, c.scopes, s.ends_at, c.version, c.workspace_id
      FROM control.credential_secret s
      JOIN control.credential c ON c.workspace_id = s.workspace_id AND c.id = s.credential_id
     WHERE s.hash = wanted
       AND c.revoked_at IS NULL
       AND (s.ends_at IS NULL OR s.ends_at > clock_timestamp())
$$;

-- Called once for many: lists show when a credential was last used. Never moves a time backwards.
CREATE FUNCTION control.credentials_used(used uuid[], at timestamptz[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE control.credential c
       SET last_used_at = u.at
      FROM unnest(used, at) AS u (id, at)
     WHERE c.id = u.id AND (c.last_used_at IS NULL OR c.last_used_at < u.at)
$$;

REVOKE ALL ON FUNCTION control.workspace_facts(uuid), control.tenant_facts(uuid), control.credential_facts(bytea),
    control.credentials_used(uuid[], timestamptz[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.workspace_facts(uuid), control.tenant_facts(uuid), control.credential_facts(bytea),
    control.credentials_used(uuid[], timestamptz[]) TO tollgate_app;

-- Counts past the policy that shows a workspace only itself, and only for the tenant that the session is for.
CREATE FUNCTION control.living_workspaces(of_tenant uuid) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM control.workspace w
     WHERE w.tenant_id = of_tenant AND of_tenant = control.this_tenant() AND w.archived_at IS NULL
$$;
REVOKE ALL ON FUNCTION control.living_workspaces(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.living_workspaces(uuid) TO tollgate_app;

-- The workspaces of a tenant that billing events go to; the meter asks too.
CREATE FUNCTION control.live_workspaces(of_tenant uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT w.id FROM control.workspace w WHERE w.tenant_id = of_tenant AND w.archived_at IS NULL ORDER BY w.id
$$;
REVOKE ALL ON FUNCTION control.live_workspaces(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.live_workspaces(uuid) TO tollgate_app, tollgate_meter;
GRANT USAGE ON SCHEMA control TO tollgate_meter;
