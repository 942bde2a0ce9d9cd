-- Tenants, workspaces, module switches and credentials. Nothing here is ever read through anything but row-level
-- security, except by the functions at the end, which the gates need before they know whose rows to see.

CREATE FUNCTION control.this_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('tollgate.tenant', true), '')::uuid;
CREATE FUNCTION control.this_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('tollgate.workspace', true), '')::uuid;
CREATE FUNCTION control.whole_installation() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN COALESCE(NULLIF(current_setting('tollgate.installation', true), ''), 'off')::boolean;

CREATE TABLE control.tenant (
    id                        uuid        PRIMARY KEY,
    name                      text        NOT NULL,
    kind                      text        NOT NULL CHECK (kind IN ('personal', 'team')),
    external_organization_id  text        UNIQUE,
    version                   bigint      NOT NULL DEFAULT 1,
    source                    text        NOT NULL,
    last_actor                text        NOT NULL,
    created_at                timestamptz NOT NULL,
    updated_at                timestamptz NOT NULL,
    CHECK (kind = 'team' OR external_organization_id IS NULL)
);
CREATE INDEX tenant_by_name ON control.tenant (lower(name), id);

-- Id, slug and tenant never change: other tables point at them, and people put them into configurations.
CREATE TABLE control.workspace (
    tenant_id     uuid        NOT NULL REFERENCES control.tenant (id),
    id            uuid        NOT NULL UNIQUE,
    slug          text        NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' AND length(slug) <= 63),
    name          text        NOT NULL,
    suspended_at  timestamptz,
    archived_at   timestamptz,
    version       bigint      NOT NULL DEFAULT 1,
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    status        text        NOT NULL GENERATED ALWAYS AS (
        CASE WHEN archived_at IS NOT NULL THEN 'archived' WHEN suspended_at IS NOT NULL THEN 'suspended' ELSE 'active' END
    ) STORED,
    PRIMARY KEY (tenant_id, id)
);

CREATE FUNCTION control.keep_workspace_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.tenant_id, NEW.id, NEW.slug) IS DISTINCT FROM (OLD.tenant_id, OLD.id, OLD.slug) THEN
        RAISE EXCEPTION 'tenant, id and slug of a workspace never change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER workspace_identity BEFORE UPDATE ON control.workspace
    FOR EACH ROW EXECUTE FUNCTION control.keep_workspace_identity();

-- A module is on where a row says so; a row that says off remembers when and by whom.
CREATE TABLE control.module_switch (
    workspace_id  uuid        NOT NULL REFERENCES control.workspace (id),
    module        text        NOT NULL CHECK (module ~ '^[a-z]+$'),
    enabled       boolean     NOT NULL,
    version       bigint      NOT NULL DEFAULT 1,
    last_actor    text        NOT NULL,
    updated_at    timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, module)
);

-- How agents may prove who they are; without a row, with a static token or by OAuth.
CREATE TABLE control.mcp_policy (
    workspace_id  uuid        PRIMARY KEY REFERENCES control.workspace (id),
    mode          text        NOT NULL CHECK (mode IN ('static_or_oauth', 'oauth_only', 'static_only')),
    version       bigint      NOT NULL,
    last_actor    text        NOT NULL,
    updated_at    timestamptz NOT NULL
);

CREATE TABLE control.credential (
    workspace_id  uuid        NOT NULL REFERENCES control.workspace (id),
    id            uuid        NOT NULL UNIQUE,
    kind          text        NOT NULL CHECK (kind IN ('api_key', 'mcp_client')),
    name          text        NOT NULL,
    scopes        text[]      NOT NULL,
    expires_at    timestamptz,
    rate_limit    integer     CHECK (rate_limit > 0),
    allowed_ips   text[]      CHECK (cardinality(allowed_ips) > 0),
    revoked_at    timestamptz,
    last_used_at  timestamptz,
    use_told_at   timestamptz,
    version       bigint      NOT NULL DEFAULT 1,
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX credential_by_kind ON control.credential (workspace_id, kind, id DESC);

-- Two places per credential, so never more than two secrets. The one without an end is the newest.
CREATE TABLE control.credential_secret (
    workspace_id   uuid        NOT NULL,
    credential_id  uuid        NOT NULL,
    place          smallint    NOT NULL CHECK (place IN (0, 1)),
    hash           bytea       NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    pepper_id      text        NOT NULL,
    shown          text        NOT NULL CHECK (length(shown) = 12),
    created_at     timestamptz NOT NULL,
    ends_at        timestamptz,
    PRIMARY KEY (workspace_id, credential_id, place),
    FOREIGN KEY (workspace_id, credential_id) REFERENCES control.credential (workspace_id, id)
);
CREATE UNIQUE INDEX credential_secret_newest ON control.credential_secret (workspace_id, credential_id)
    WHERE ends_at IS NULL;
CREATE INDEX credential_secret_by_pepper ON control.credential_secret (pepper_id);

ALTER TABLE control.tenant            ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.workspace         ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.module_switch     ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.mcp_policy        ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.credential        ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.credential_secret ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON control.tenant
    USING (id = control.this_tenant() OR control.whole_installation());
-- Inside a workspace only that workspace; on a tenant all of its own.
CREATE POLICY own ON control.workspace
    USING (tenant_id = control.this_tenant() AND id = COALESCE(control.this_workspace(), id));
CREATE POLICY own ON control.module_switch     USING (workspace_id = control.this_workspace());
CREATE POLICY own ON control.mcp_policy        USING (workspace_id = control.this_workspace());
CREATE POLICY own ON control.credential        USING (workspace_id = control.this_workspace());
CREATE POLICY own ON control.credential_secret USING (workspace_id = control.this_workspace());

GRANT USAGE ON SCHEMA control TO tollgate_app;
GRANT SELECT, INSERT, UPDATE ON control.tenant, control.workspace, control.module_switch, control.mcp_policy,
    control.credential TO tollgate_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON control.credential_secret TO tollgate_app;

-- What the gates ask before they know the workspace. They run as the owner of the tables, past row-level security, and
-- each gives one row at most: the one whose secret hash or id the caller holds.

CREATE TYPE control.workspace_facts AS (
    workspace_id  uuid,
    slug          text,
    name          text,
    status        text,
    tenant_id     uuid,
    modules       text[],
    mcp_mode      text
);

CREATE FUNCTION control.workspace_facts(wanted uuid) RETURNS SETOF control.workspace_facts
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT w.id, w.slug, w.name, w.status, w.tenant_id,
           ARRAY(SELECT s.module FROM control.module_switch s WHERE s.workspace_id = w.id AND s.enabled ORDER BY s.module),
           COALESCE(p.mode, 'static_or_oauth')
      FROM control.workspace w
      LEFT JOIN control.mcp_policy p ON p.workspace_id = w.id
     WHERE w.id = wanted
$$;

CREATE FUNCTION control.tenant_facts(wanted uuid) RETURNS TABLE (tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.id FROM control.tenant t WHERE t.id = wanted
$$;

-- A token has a hash for each pepper the gateway knows; the secret hangs on one of them.
CREATE FUNCTION control.credential_facts(wanted bytea[]) RETURNS TABLE (
        credential_id uuid, kind text, credential_name text, scopes text[], ends_at timestamptz, replaced boolean,
        rate_limit integer, allowed_ips text[], hash bytea, pepper_id text, workspace_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id, c.kind, c.name, c.scopes, LEAST(s.ends_at, c.expires_at), s.ends_at IS NOT NULL,
           c.rate_limit, c.allowed_ips, s.hash, s.pepper_id, c.workspace_id
      FROM control.credential_secret s
      JOIN control.credential c ON c.workspace_id = s.workspace_id AND c.id = s.credential_id
     WHERE s.hash = ANY (wanted)
       AND c.revoked_at IS NULL
       AND (s.ends_at IS NULL OR s.ends_at > clock_timestamp())
       AND (c.expires_at IS NULL OR c.expires_at > clock_timestamp())
$$;

-- Called once for many: lists show when a credential was last used. Writes a row at most once a minute, whoever tells,
-- and never moves a time backwards. A use is a hint: a row that another gateway or a change holds is not waited for, so
-- two gateways that tell of the same credentials in different orders cannot block each other. Gives the ids whose use
-- is not written yet and should be told again.
CREATE FUNCTION control.credentials_used(used uuid[], at timestamptz[]) RETURNS SETOF uuid
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH newer AS (
        SELECT c.workspace_id, c.id, u.at
          FROM unnest(used, at) AS u (id, at)
          JOIN control.credential c ON c.id = u.id
         WHERE c.last_used_at IS NULL OR c.last_used_at < u.at),
    free AS (
        SELECT c.workspace_id, c.id, n.at
          FROM newer n
          JOIN control.credential c ON c.workspace_id = n.workspace_id AND c.id = n.id
         WHERE c.use_told_at IS NULL OR c.use_told_at <= now() - interval '1 minute'
         ORDER BY c.id
           FOR UPDATE OF c SKIP LOCKED),
    written AS (
        UPDATE control.credential c
           SET last_used_at = free.at, use_told_at = now()
          FROM free
         WHERE c.workspace_id = free.workspace_id AND c.id = free.id
        RETURNING c.id)
    SELECT n.id FROM newer n WHERE n.id NOT IN (SELECT w.id FROM written w)
$$;

-- Secrets that still hang on a former pepper are hashed with the present one when they are next used.
CREATE FUNCTION control.secrets_rehashed(former bytea[], present bytea[], present_pepper text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH free AS (
        SELECT s.workspace_id, s.credential_id, s.place, u.present
          FROM unnest(former, present) AS u (former, present)
          JOIN control.credential_secret s ON s.hash = u.former
         ORDER BY s.credential_id, s.place
           FOR UPDATE OF s SKIP LOCKED)
    UPDATE control.credential_secret s
       SET hash = free.present, pepper_id = present_pepper
      FROM free
     WHERE s.workspace_id = free.workspace_id AND s.credential_id = free.credential_id AND s.place = free.place
$$;

-- How many secrets that open the door now hang on each pepper.
CREATE FUNCTION control.secrets_by_pepper() RETURNS TABLE (pepper_id text, secrets bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.pepper_id, count(*)
      FROM control.credential_secret s
      JOIN control.credential c ON c.workspace_id = s.workspace_id AND c.id = s.credential_id
     WHERE c.revoked_at IS NULL
       AND (s.ends_at IS NULL OR s.ends_at > now())
       AND (c.expires_at IS NULL OR c.expires_at > now())
     GROUP BY s.pepper_id
     ORDER BY s.pepper_id
$$;

-- Counts past the policy that shows a workspace only itself, and only for the tenant that the session is for.
CREATE FUNCTION control.living_workspaces(of_tenant uuid) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM control.workspace w
     WHERE w.tenant_id = of_tenant AND of_tenant = control.this_tenant() AND w.archived_at IS NULL
$$;

-- The workspaces of a tenant that billing events go to; the meter asks too.
CREATE FUNCTION control.live_workspaces(of_tenant uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT w.id FROM control.workspace w WHERE w.tenant_id = of_tenant AND w.archived_at IS NULL ORDER BY w.id
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA control FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA control TO tollgate_app;
GRANT USAGE ON SCHEMA control TO tollgate_meter;
GRANT EXECUTE ON FUNCTION control.live_workspaces(uuid) TO tollgate_meter;
