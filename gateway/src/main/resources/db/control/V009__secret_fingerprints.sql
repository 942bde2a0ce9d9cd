-- What the gateways' look-up filter holds: the first 8 bytes of the hash of every secret that is not revoked, in the
-- order of the hashes. They identify no tenant and open nothing; a token is still looked up by its whole hash.

-- Those after one, as one value of 8 bytes each; an empty fingerprint is before all.
CREATE FUNCTION control.secret_fingerprints(after bytea, most integer) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT COALESCE(string_agg(substring(p.hash FROM 1 FOR 8), ''::bytea ORDER BY p.hash), ''::bytea)
      FROM (SELECT s.hash
              FROM control.credential_secret s
              JOIN control.credential c ON c.workspace_id = s.workspace_id AND c.id = s.credential_id
             WHERE s.hash > after || decode(CASE WHEN after = ''::bytea THEN '' ELSE repeat('ff', 24) END, 'hex')
               AND c.revoked_at IS NULL
             ORDER BY s.hash
             LIMIT most) p
$$;

CREATE FUNCTION control.secret_fingerprints_of(credentials uuid[]) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT COALESCE(string_agg(substring(s.hash FROM 1 FOR 8), ''::bytea), ''::bytea)
      FROM control.credential c
      JOIN control.credential_secret s ON s.workspace_id = c.workspace_id AND s.credential_id = c.id
     WHERE c.id = ANY (credentials)
       AND c.revoked_at IS NULL
$$;

REVOKE ALL ON FUNCTION control.secret_fingerprints(bytea, integer), control.secret_fingerprints_of(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.secret_fingerprints(bytea, integer), control.secret_fingerprints_of(uuid[])
    TO tollgate_app;
