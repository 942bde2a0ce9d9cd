-- People: members of workspaces and owners of tenants, named as their identity provider names them. A person is nobody
-- here but by a row of these tables; taking the row away is all that shuts them out.

CREATE TABLE control.member (
    workspace_id  uuid        NOT NULL REFERENCES control.workspace (id),
    id            uuid        NOT NULL UNIQUE,
    subject       text        NOT NULL CHECK (subject ~ '^[!-~]{1,255}$'),
    email         text,
    role          text        NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'agent', 'readonly')),
    role_at       timestamptz NOT NULL,
    version       bigint      NOT NULL DEFAULT 1,
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT member_once UNIQUE (workspace_id, subject)
);
COMMENT ON COLUMN control.member.role_at IS 'As of when the role is known: what an older token claims does not count.';
CREATE INDEX member_by_subject ON control.member (subject);
CREATE INDEX member_owners ON control.member (workspace_id) WHERE role = 'owner';

CREATE TABLE control.tenant_owner (
    tenant_id     uuid        NOT NULL REFERENCES control.tenant (id),
    id            uuid        NOT NULL UNIQUE,
    subject       text        NOT NULL CHECK (subject ~ '^[!-~]{1,255}$'),
    email         text,
    version       bigint      NOT NULL DEFAULT 1,
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT tenant_owner_once UNIQUE (tenant_id, subject)
);
CREATE INDEX tenant_owner_by_subject ON control.tenant_owner (subject);

ALTER TABLE control.member       ENABLE ROW LEVEL SECURITY;
ALTER TABLE control.tenant_owner ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON control.member USING (workspace_id = control.this_workspace());
-- Who acts inside a workspace has no business with the owners of its tenant.
CREATE POLICY own ON control.tenant_owner
    USING (tenant_id = control.this_tenant() AND control.this_workspace() IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON control.member, control.tenant_owner TO tollgate_app;

-- Everything one subject is, asked before it is known what they may see. Bounded: nobody works in more places.
CREATE FUNCTION control.person_facts(wanted text) RETURNS TABLE (
        tenant_id uuid, workspace_id uuid, member_id uuid, role text, email text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    (SELECT o.tenant_id, NULL::uuid, o.id, 'tenant_owner', o.email
       FROM control.tenant_owner o WHERE o.subject = wanted ORDER BY o.id LIMIT 10000)
    UNION ALL
    (SELECT w.tenant_id, m.workspace_id, m.id, m.role, m.email
       FROM control.member m JOIN control.workspace w ON w.id = m.workspace_id
      WHERE m.subject = wanted ORDER BY m.id LIMIT 10000)
$$;

-- Lets what an issuer says of somebody's role reach the memberships there are, in workspaces of the one tenant that
-- stands for the organization. A role that was set after the token was issued stays, and so does a workspace's last
-- owner. Gives the members whose role has changed.
CREATE FUNCTION control.renew_roles(wanted text, organization text, new_role text, issued timestamptz)
    RETURNS TABLE (member_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    place record;
BEGIN
    FOR place IN
        SELECT m.workspace_id, m.id
          FROM control.tenant t
          JOIN control.workspace w ON w.tenant_id = t.id
          JOIN control.member m ON m.workspace_id = w.id
         WHERE t.external_organization_id = organization AND m.subject = wanted AND m.role_at < issued
         ORDER BY m.workspace_id
    LOOP
        -- Changes of a workspace's members take turns, or two owners could both go because of the other.
        PERFORM 1 FROM control.workspace w WHERE w.id = place.workspace_id FOR NO KEY UPDATE;
        RETURN QUERY
            UPDATE control.member m
               SET role = new_role, role_at = issued, version = m.version + 1, source = 'oidc', updated_at = clock_timestamp()
             WHERE m.workspace_id = place.workspace_id AND m.id = place.id AND m.role_at < issued AND m.role <> new_role
               AND (m.role <> 'owner' OR EXISTS (
                       SELECT 1 FROM control.member o
                        WHERE o.workspace_id = m.workspace_id AND o.role = 'owner' AND o.id <> m.id))
            RETURNING m.id;
        UPDATE control.member m SET role_at = issued
         WHERE m.workspace_id = place.workspace_id AND m.id = place.id AND m.role_at < issued AND m.role = new_role;
    END LOOP;
END $$;

-- Who makes a workspace as an owner of its tenant is its first owner: nobody else could let anybody in. Acts only for
-- the tenant that the session is for, and only in a workspace without members.
CREATE FUNCTION control.found_workspace(of_workspace uuid, new_id uuid, founder text, at timestamptz)
    RETURNS SETOF control.member
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO control.member
           (workspace_id, id, subject, email, role, role_at, source, last_actor, created_at, updated_at)
    SELECT w.id, new_id, o.subject, o.email, 'owner', at, 'control', founder, at, at
      FROM control.workspace w
      JOIN control.tenant_owner o ON o.tenant_id = w.tenant_id AND o.subject = founder
     WHERE w.id = of_workspace AND w.tenant_id = control.this_tenant()
       AND NOT EXISTS (SELECT 1 FROM control.member m WHERE m.workspace_id = w.id)
    RETURNING *
$$;

REVOKE ALL ON FUNCTION control.person_facts(text), control.renew_roles(text, text, text, timestamptz),
    control.found_workspace(uuid, uuid, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.person_facts(text), control.renew_roles(text, text, text, timestamptz),
    control.found_workspace(uuid, uuid, text, timestamptz) TO tollgate_app;
