-- Tenants, workspaces, module switches and credentials. Nothing here is ever read through anything but row-level
-- security, except by the three look-ups at the end, which the gates need before they know whose rows to see.

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

CREATE TABLE control.credential (
    workspace_id  uuid        NOT NULL REFERENCES control.workspace (id),
    id            uuid        NOT NULL UNIQUE,
    kind          text        NOT NULL CHECK (kind IN ('api_key', 'mcp_client')),
    name          text        NOT NULL,
    scopes        text[]      NOT NULL,
    revoked_at    timestamptz,
    last_used_at  timestamptz,
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
ALTER TABLE control.credential        ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.credential_secret ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON control.tenant
    USING (id = control.this_tenant() OR control.whole_installation());
-- Inside a workspace only that workspace; on a tenant all of its own.
CREATE POLICY own ON control.workspace
    USING (tenant_id = control.this_tenant() AND id = COALESCE(control.this_workspace(), id));
CREATE POLICY own ON control.module_switch     USING (workspace_id = control.this_workspace());
CREATE POLICY own ON control.credential        USING (workspace_id = control.this_workspace());
CREATE POLICY own ON control.credential_secret USING (workspace_id = control.this_workspace());

GRANT USAGE ON SCHEMA control TO tollgate_app;
GRANT SELECT, INSERT, UPDATE ON control.tenant, control.workspace, control.module_switch, control.credential TO tollgate_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON control.credential_secret TO tollgate_app;
