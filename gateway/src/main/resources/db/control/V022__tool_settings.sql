-- What an MCP client offers to its connections by its own settings. They narrow what its scopes allow.
ALTER TABLE control.credential
    ADD COLUMN toolsets  text[]  CHECK (cardinality(toolsets) > 0),
    ADD COLUMN readonly  boolean NOT NULL DEFAULT false,
    ADD COLUMN discover  boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT tool_settings_of_mcp_clients
        CHECK (kind = 'mcp_client' OR (toolsets IS NULL AND NOT readonly AND NOT discover));

-- Asked together with control.credential_facts, by the id that it gave.
CREATE FUNCTION control.tool_settings(credential uuid) RETURNS TABLE (toolsets text[], readonly boolean, discover boolean)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.toolsets, c.readonly, c.discover FROM control.credential c WHERE c.id = credential
$$;

REVOKE ALL ON FUNCTION control.tool_settings(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.tool_settings(uuid) TO tollgate_app;
