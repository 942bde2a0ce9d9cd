CREATE TABLE tasks.task (
    workspace_id   uuid        NOT NULL,
    id             uuid        NOT NULL,
    title          text        NOT NULL,
    description    text,
    status         text        NOT NULL CHECK (status IN ('open', 'completed', 'canceled')),
    due_at         timestamptz,
    assignee       text,
    related_type   text,
    related_id     text,
    completed_note text,
    custom_fields  jsonb       NOT NULL,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    version        bigint      NOT NULL CHECK (version > 0),
    source         text        NOT NULL,
    last_actor     text        NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX task_assignee ON tasks.task (workspace_id, assignee, id) WHERE assignee IS NOT NULL;
CREATE INDEX task_related ON tasks.task (workspace_id, related_id, id) WHERE related_id IS NOT NULL;

CALL records.walled('tasks.task');
CALL records.searchable('tasks.task',
    ARRAY['title', 'description'],
    ARRAY['status', 'assignee', 'related_type', 'related_id']);
