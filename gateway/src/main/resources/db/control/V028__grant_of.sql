-- The grant of a person in a workspace, by the identity provider's name for them; null for none.
CREATE FUNCTION control.grant_of(of_workspace uuid, of_subject text) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT g.id
      FROM control.mcp_grant g
     WHERE g.workspace_id = of_workspace AND g.subject = of_subject
$$;
REVOKE ALL ON FUNCTION control.grant_of(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.grant_of(uuid, text) TO tollgate_app;

-- The name of who set a job, and whose budget its runs count against: the credential's own, or that of the person's grant.
CREATE FUNCTION control.spender_facts(of_workspace uuid, of_kind text, of_id uuid)
    RETURNS TABLE (name text, budget_of uuid)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.name, c.id FROM control.credential c
     WHERE c.workspace_id = of_workspace AND c.kind = of_kind AND c.id = of_id
    UNION ALL
    SELECT COALESCE(m.email, m.subject), control.grant_of(of_workspace, m.subject) FROM control.member m
     WHERE m.workspace_id = of_workspace AND of_kind = 'oauth_agent' AND m.id = of_id
$$;
REVOKE ALL ON FUNCTION control.spender_facts(uuid, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.spender_facts(uuid, text, uuid) TO tollgate_app;
