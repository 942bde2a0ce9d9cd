-- The grant of a person in a workspace, by the identity provider's name for them or by their membership; null for none.
CREATE FUNCTION control.grant_of(of_workspace uuid, of_subject text, of_member uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT g.id
      FROM control.mcp_grant g
     WHERE g.workspace_id = of_workspace
       AND g.subject = COALESCE(of_subject,
                                (SELECT m.subject FROM control.member m
                                  WHERE m.workspace_id = of_workspace AND m.id = of_member))
$$;
REVOKE ALL ON FUNCTION control.grant_of(uuid, text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.grant_of(uuid, text, uuid) TO tollgate_app;
