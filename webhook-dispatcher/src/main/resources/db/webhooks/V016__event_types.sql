-- Types of events that workspaces register, each with the schema of its newest revision.
CREATE TABLE webhooks.event_type (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    type         text        NOT NULL,
    description  text        NOT NULL,
    schema       json        NOT NULL,
    example      json,
    status       text        NOT NULL CHECK (status IN ('active', 'deprecated')),
    revision     integer     NOT NULL CHECK (revision > 0),
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    version      bigint      NOT NULL CHECK (version > 0),
    source       text        NOT NULL,
    last_actor   text        NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX event_type_unique_type ON webhooks.event_type (workspace_id, type) WHERE type IS NOT NULL;
CALL records.walled('webhooks.event_type', 'SELECT, INSERT, UPDATE');
