-- The look-up filter holds the secrets that open something: a token that has ended, or was found in public, counts as
-- an unknown one, or whoever keeps such tokens could have each of them looked up. A change that makes one open again is announced.

CREATE OR REPLACE FUNCTION control.secret_fingerprints(after bytea, most integer) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT COALESCE(string_agg(substring(p.hash FROM 1 FOR 8), ''::bytea ORDER BY p.hash), ''::bytea)
      FROM (SELECT s.hash
              FROM control.credential_secret s
              JOIN control.credential c ON c.workspace_id = s.workspace_id AND c.id = s.credential_id
             WHERE s.hash > after || decode(CASE WHEN after = ''::bytea THEN '' ELSE repeat('ff', 24) END, 'hex')
               AND c.revoked_at IS NULL AND NOT c.quarantined
               AND (c.expires_at IS NULL OR c.expires_at > now())
               AND (s.ends_at IS NULL OR s.ends_at > now())
             ORDER BY s.hash
             LIMIT most) p
$$;

CREATE OR REPLACE FUNCTION control.secret_fingerprints_of(credentials uuid[]) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT COALESCE(string_agg(substring(s.hash FROM 1 FOR 8), ''::bytea), ''::bytea)
      FROM control.credential c
      JOIN control.credential_secret s ON s.workspace_id = c.workspace_id AND s.credential_id = c.id
     WHERE c.id = ANY (credentials)
       AND c.revoked_at IS NULL AND NOT c.quarantined
       AND (c.expires_at IS NULL OR c.expires_at > now())
       AND (s.ends_at IS NULL OR s.ends_at > now())
$$;
