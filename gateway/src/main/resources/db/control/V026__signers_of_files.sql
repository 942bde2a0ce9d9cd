-- What the holder of a signed URL may do now, from where and how often, as the gateway asks when the URL is used. No row
-- for one that is revoked, expired or no longer a member.
CREATE FUNCTION control.signer_facts(of_workspace uuid, of_kind text, of_id uuid) RETURNS TABLE (
        scopes text[], ends_at timestamptz, role text, granted text[], rate_limit integer, allowed_ips text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT h.scopes, h.ends_at, h.role, h.granted, c.rate_limit, c.allowed_ips
      FROM control.holder_facts(ARRAY[of_workspace], ARRAY[of_kind], ARRAY[of_id]) h
      LEFT JOIN control.credential c ON c.workspace_id = h.workspace_id AND c.id = h.id AND c.kind = h.kind
$$;

REVOKE ALL ON FUNCTION control.signer_facts(uuid, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.signer_facts(uuid, text, uuid) TO tollgate_app;
