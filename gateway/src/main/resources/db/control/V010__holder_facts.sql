-- What holders of webhooks may do now: the dispatcher asks for many at once, by workspace, kind and id. Whoever is revoked,
-- expired or no longer a member has no row. It runs as the owner of the tables, past row-level security, and gives what is
-- asked for by an id the dispatcher holds, nothing by name and nothing secret.
CREATE FUNCTION control.holder_facts(of_workspace uuid[], of_kind text[], of_id uuid[]) RETURNS TABLE (
        workspace_id uuid, kind text, id uuid, scopes text[], ends_at timestamptz, role text, granted text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.workspace_id, c.kind, c.id, c.scopes, c.expires_at, NULL::text, NULL::text[]
      FROM unnest(of_workspace, of_kind, of_id) AS u (workspace_id, kind, id)
      JOIN control.credential c ON c.workspace_id = u.workspace_id AND c.id = u.id AND c.kind = u.kind
     WHERE c.revoked_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > clock_timestamp())
    UNION ALL
    SELECT m.workspace_id, u.kind, m.id, NULL::text[], NULL::timestamptz, m.role, g.scopes
      FROM unnest(of_workspace, of_kind, of_id) AS u (workspace_id, kind, id)
      JOIN control.member m ON m.workspace_id = u.workspace_id AND m.id = u.id
      LEFT JOIN control.mcp_grant g ON g.workspace_id = m.workspace_id AND g.subject = m.subject
     WHERE u.kind IN ('member', 'oauth_agent')
$$;

REVOKE ALL ON FUNCTION control.holder_facts(uuid[], text[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.holder_facts(uuid[], text[], uuid[]) TO tollgate_dispatcher;
