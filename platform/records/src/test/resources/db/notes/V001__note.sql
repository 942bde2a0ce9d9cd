CREATE EXTENSION IF NOT EXISTS btree_gin SCHEMA public;

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
CREATE INDEX note_words ON notes.note USING gin (workspace_id, to_tsvector('simple', title || ' ' || COALESCE(body, '')));
CREATE INDEX note_terms ON notes.note USING gin (workspace_id, records.terms(custom_fields));

ALTER TABLE notes.note ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_workspace ON notes.note TO tollgate_app
    USING (workspace_id = NULLIF(current_setting('tollgate.workspace', true), '')::uuid)
    WITH CHECK (workspace_id = NULLIF(current_setting('tollgate.workspace', true), '')::uuid);
GRANT USAGE ON SCHEMA notes TO tollgate_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON notes.note TO tollgate_app;

CREATE FUNCTION notes.search_notes(
        of_workspace uuid, before uuid, most integer, words text, terms text[], of_kind text, is_pinned boolean)
    RETURNS SETOF notes.note
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    IF of_workspace IS DISTINCT FROM NULLIF(current_setting('tollgate.workspace', true), '')::uuid THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the workspace of this session';
    END IF;
    RETURN QUERY
        SELECT n.* FROM notes.note n
         WHERE n.workspace_id = of_workspace
           AND (before IS NULL OR n.id < before)
           AND (words IS NULL OR to_tsvector('simple', n.title || ' ' || COALESCE(n.body, '')) @@ websearch_to_tsquery('simple', words))
           AND (terms IS NULL OR records.terms(n.custom_fields) @> terms)
           AND (of_kind IS NULL OR n.kind = of_kind)
           AND (is_pinned IS NULL OR n.pinned = is_pinned)
         ORDER BY n.id DESC LIMIT most;
END $$;
