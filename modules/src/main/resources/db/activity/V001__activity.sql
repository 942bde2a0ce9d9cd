CREATE TABLE activity.activity (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    type          text        NOT NULL CHECK (type IN ('note', 'call', 'email', 'meeting', 'agent_action')),
    summary       text        NOT NULL,
    body          text,
    related_type  text,
    related_id    text,
    occurred_at   timestamptz NOT NULL,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL CHECK (version = 1),
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX activity_type ON activity.activity (workspace_id, type, id);
CREATE INDEX activity_related ON activity.activity (workspace_id, related_id, id) WHERE related_id IS NOT NULL;

-- Append-only: nobody who answers calls may change or remove what was logged.
CALL records.walled('activity.activity', 'SELECT, INSERT');
CALL records.searchable('activity.activity',
    ARRAY['summary', 'body'],
    ARRAY['type', 'related_type', 'related_id']);
