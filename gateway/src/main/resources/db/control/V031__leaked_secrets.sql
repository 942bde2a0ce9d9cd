-- A secret that was found in public opens nothing any more. The credential whose newest secret it is, is in quarantine
-- until it has another one: whoever found the secret may have made webhooks and URLs by it, so they end too.
ALTER TABLE control.credential
    ADD COLUMN quarantined    boolean     NOT NULL DEFAULT false,
    ADD COLUMN leaked_at      timestamptz,
    ADD COLUMN leaked_secret  text        CHECK (length(leaked_secret) = 12),
    ADD COLUMN leak_reporter  text,
    ADD COLUMN leak_source    text,
    ADD COLUMN leak_url       text,
    ADD CONSTRAINT quarantine_after_a_leak CHECK (leaked_at IS NOT NULL OR NOT quarantined);

-- The credentials of secrets that were reported, by their hashes, whether they still open anything or not. ended: there
-- is nothing left to take away from the credential.
CREATE FUNCTION control.leaked_credentials(hashes bytea[]) RETURNS TABLE (
        hash bytea, credential_id uuid, kind text, workspace_id uuid, tenant_id uuid, ended boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.hash, c.id, c.kind, c.workspace_id, w.tenant_id,
           c.revoked_at IS NOT NULL OR c.quarantined OR s.ends_at <= clock_timestamp() IS TRUE
      FROM control.credential_secret s
      JOIN control.credential c ON c.workspace_id = s.workspace_id AND c.id = s.credential_id
      JOIN control.workspace w ON w.id = c.workspace_id
     WHERE s.hash = ANY (hashes)
$$;
REVOKE ALL ON FUNCTION control.leaked_credentials(bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.leaked_credentials(bytea[]) TO tollgate_app;

CREATE OR REPLACE FUNCTION control.credential_facts(wanted bytea[]) RETURNS TABLE (
        credential_id uuid, kind text, credential_name text, scopes text[], ends_at timestamptz, replaced boolean,
        rate_limit integer, allowed_ips text[], hash bytea, pepper_id text, workspace_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.id, c.kind, c.name, c.scopes, LEAST(s.ends_at, c.expires_at), s.ends_at IS NOT NULL,
           c.rate_limit, c.allowed_ips, s.hash, s.pepper_id, c.workspace_id
      FROM control.credential_secret s
      JOIN control.credential c ON c.workspace_id = s.workspace_id AND c.id = s.credential_id
     WHERE s.hash = ANY (wanted)
       AND c.revoked_at IS NULL
       AND NOT c.quarantined
       AND (s.ends_at IS NULL OR s.ends_at > clock_timestamp())
       AND (c.expires_at IS NULL OR c.expires_at > clock_timestamp())
$$;

CREATE OR REPLACE FUNCTION control.secrets_by_pepper() RETURNS TABLE (pepper_id text, secrets bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.pepper_id, count(*)
      FROM control.credential_secret s
      JOIN control.credential c ON c.workspace_id = s.workspace_id AND c.id = s.credential_id
     WHERE c.revoked_at IS NULL
       AND NOT c.quarantined
       AND (s.ends_at IS NULL OR s.ends_at > now())
       AND (c.expires_at IS NULL OR c.expires_at > now())
     GROUP BY s.pepper_id
     ORDER BY s.pepper_id
$$;

CREATE OR REPLACE FUNCTION control.holder_facts(of_workspace uuid[], of_kind text[], of_id uuid[]) RETURNS TABLE (
        workspace_id uuid, kind text, id uuid, scopes text[], ends_at timestamptz, role text, granted text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.workspace_id, c.kind, c.id, c.scopes, c.expires_at, NULL::text, NULL::text[]
      FROM unnest(of_workspace, of_kind, of_id) AS u (workspace_id, kind, id)
      JOIN control.credential c ON c.workspace_id = u.workspace_id AND c.id = u.id AND c.kind = u.kind
     WHERE c.revoked_at IS NULL AND NOT c.quarantined AND (c.expires_at IS NULL OR c.expires_at > clock_timestamp())
    UNION ALL
    SELECT m.workspace_id, u.kind, m.id, NULL::text[], NULL::timestamptz, m.role, g.scopes
      FROM unnest(of_workspace, of_kind, of_id) AS u (workspace_id, kind, id)
      JOIN control.member m ON m.workspace_id = u.workspace_id AND m.id = u.id
      LEFT JOIN control.mcp_grant g ON g.workspace_id = m.workspace_id AND g.subject = m.subject
     WHERE u.kind IN ('member', 'oauth_agent')
$$;
