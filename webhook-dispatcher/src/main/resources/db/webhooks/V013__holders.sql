-- Under whose rights events are sent: who made an endpoint, or last changed or resumed it. Endpoints from before belong to
-- the workspace, and are not limited.
ALTER TABLE webhooks.endpoint
    ADD COLUMN holder_kind    text   NOT NULL DEFAULT 'workspace'
        CHECK (holder_kind IN ('api_key', 'mcp_client', 'member', 'oauth_agent', 'operator', 'workspace')),
    ADD COLUMN holder_id      text,
    ADD COLUMN missing_scopes text[],
    ADD CHECK ((holder_kind = 'workspace') = (holder_id IS NULL));
CREATE INDEX endpoint_holder ON webhooks.endpoint (holder_id)
    WHERE status = 'active' AND holder_kind NOT IN ('operator', 'workspace');
CREATE INDEX endpoint_held ON webhooks.endpoint (workspace_id)
    WHERE status = 'active' AND holder_kind NOT IN ('operator', 'workspace');

-- Who asked for a replay.
ALTER TABLE webhooks.replay
    ADD COLUMN holder_kind text NOT NULL DEFAULT 'workspace'
        CHECK (holder_kind IN ('api_key', 'mcp_client', 'member', 'oauth_agent', 'operator', 'workspace')),
    ADD COLUMN holder_id   text,
    ADD CHECK ((holder_kind = 'workspace') = (holder_id IS NULL));
