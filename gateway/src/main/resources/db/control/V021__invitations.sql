-- Invitations: a person with the secret of one, or with its verified address, becomes a member of a workspace or an owner
-- of a tenant, once. Only a hash of the secret is stored.

CREATE TABLE control.invitation (
    tenant_id        uuid        NOT NULL REFERENCES control.tenant (id),
    workspace_id     uuid        REFERENCES control.workspace (id),
    id               uuid        NOT NULL UNIQUE,
    email            text        NOT NULL,
    role             text        NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'agent', 'readonly')),
    secret_hash      bytea       NOT NULL UNIQUE CHECK (octet_length(secret_hash) = 32),
    inviter_member   uuid,
    inviter_subject  text,
    expires_at       timestamptz NOT NULL,
    accepted_at      timestamptz,
    revoked_at       timestamptz,
    version          bigint      NOT NULL DEFAULT 1,
    source           text        NOT NULL,
    last_actor       text        NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CHECK (workspace_id IS NOT NULL OR role = 'owner'),
    CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
COMMENT ON COLUMN control.invitation.workspace_id IS 'Null for an owner of the tenant.';
COMMENT ON COLUMN control.invitation.inviter_member IS 'Sender, whose rights are checked at acceptance; an operator if both are null.';
CREATE INDEX invitation_by_target ON control.invitation (tenant_id, workspace_id, id DESC);

ALTER TABLE control.invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON control.invitation
    USING (tenant_id = (SELECT runtime.current_tenant())
       AND workspace_id IS NOT DISTINCT FROM (SELECT runtime.current_workspace()));
GRANT SELECT, INSERT, UPDATE ON control.invitation TO tollgate_app;

-- The workspace or tenant of an invitation, for a caller without a membership: by one of the hashes of its secret, or by
-- its id and the address that the identity provider has verified.
CREATE FUNCTION control.invitation_target(hashes bytea[], wanted uuid, verified_email text)
    RETURNS TABLE (invitation_id uuid, tenant_id uuid, workspace_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT i.id, i.tenant_id, i.workspace_id
      FROM control.invitation i
     WHERE i.secret_hash = ANY (hashes) OR (i.id = wanted AND lower(i.email) = lower(verified_email))
$$;

-- Last sign-in with a token of the identity provider; null if there was none.
ALTER TABLE control.member       ADD COLUMN last_signed_in_at timestamptz;
ALTER TABLE control.tenant_owner ADD COLUMN last_signed_in_at timestamptz;

-- Stores sign-ins of many people, each row at most once an hour. Skips locked rows.
CREATE FUNCTION control.people_signed_in(subjects text[], at timestamptz[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH free AS (
        SELECT m.workspace_id, m.id, u.at
          FROM unnest(subjects, at) AS u (subject, at)
          JOIN control.member m ON m.subject = u.subject
         WHERE m.last_signed_in_at IS NULL OR m.last_signed_in_at < u.at - interval '1 hour'
         ORDER BY m.id
           FOR UPDATE OF m SKIP LOCKED)
    UPDATE control.member m SET last_signed_in_at = free.at
      FROM free
     WHERE m.workspace_id = free.workspace_id AND m.id = free.id;
    WITH free AS (
        SELECT o.tenant_id, o.id, u.at
          FROM unnest(subjects, at) AS u (subject, at)
          JOIN control.tenant_owner o ON o.subject = u.subject
         WHERE o.last_signed_in_at IS NULL OR o.last_signed_in_at < u.at - interval '1 hour'
         ORDER BY o.id
           FOR UPDATE OF o SKIP LOCKED)
    UPDATE control.tenant_owner o SET last_signed_in_at = free.at
      FROM free
     WHERE o.tenant_id = free.tenant_id AND o.id = free.id
$$;

REVOKE ALL ON FUNCTION control.invitation_target(bytea[], uuid, text), control.people_signed_in(text[], timestamptz[])
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.invitation_target(bytea[], uuid, text), control.people_signed_in(text[], timestamptz[])
    TO tollgate_app;
