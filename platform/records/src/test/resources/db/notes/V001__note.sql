CREATE TABLE notes.note (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    title         text        NOT NULL,
    body          text,
    kind          text        NOT NULL,
    due_at        timestamptz,
    tags          text[]      NOT NULL,
    pinned        boolean     NOT NULL,
    custom_fields jsonb       NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL,
    source        text        NOT NULL,
    last_actor    text        NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CALL records.walled('notes.note');
CALL records.searchable('notes.note', ARRAY['title', 'body'], ARRAY['kind', 'pinned']);
CALL records.synced('notes.note');
CALL records.synced_indexes('notes.note');
CREATE INDEX note_title ON notes.note (workspace_id, title, id);
CALL records.sorted('notes.note', 'due_at');
