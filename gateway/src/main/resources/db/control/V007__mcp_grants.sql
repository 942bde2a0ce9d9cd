-- What people may do over MCP at most. A grant only narrows: who has none may do what their role allows, and a grant of
-- somebody who is no member opens nothing.

CREATE TABLE control.mcp_grant (
    workspace_id  uuid        NOT NULL REFERENCES control.workspace (id),
    id            uuid        NOT NULL UNIQUE,
    subject       text        NOT NULL CHECK (subject ~ '^[!-~]{1,255}$'),
    scopes        text[]      NOT NULL,
    version       bigint      NOT NULL DEFAULT 1,
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    CONSTRAINT mcp_grant_once UNIQUE (workspace_id, subject)
);

ALTER TABLE control.mcp_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON control.mcp_grant USING (workspace_id = control.this_workspace());
GRANT SELECT, INSERT, UPDATE, DELETE ON control.mcp_grant TO tollgate_app;

-- What one subject is in one workspace, asked before it is known what they may see: no row for who is no member.
CREATE FUNCTION control.agent_facts(wanted text, of_workspace uuid) RETURNS TABLE (
        member_id uuid, role text, email text, granted text[])
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.id, m.role, m.email, g.scopes
      FROM control.member m
      LEFT JOIN control.mcp_grant g ON g.workspace_id = m.workspace_id AND g.subject = m.subject
     WHERE m.workspace_id = of_workspace AND m.subject = wanted
$$;

REVOKE ALL ON FUNCTION control.agent_facts(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.agent_facts(text, uuid) TO tollgate_app;
