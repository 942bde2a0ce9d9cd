CREATE EXTENSION IF NOT EXISTS btree_gin SCHEMA public;

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
CREATE INDEX task_words ON tasks.task
    USING gin (workspace_id, to_tsvector('simple', title || ' ' || COALESCE(description, '')));
CREATE INDEX task_terms ON tasks.task USING gin (workspace_id, records.terms(custom_fields));

ALTER TABLE tasks.task ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_workspace ON tasks.task TO tollgate_app
    USING (workspace_id = NULLIF(current_setting('tollgate.workspace', true), '')::uuid)
    WITH CHECK (workspace_id = NULLIF(current_setting('tollgate.workspace', true), '')::uuid);

-- Search and custom fields use operators that are not leakproof, so under a policy the planner stays away from their
-- indexes: this runs with the owner's rights and checks the workspace itself.
CREATE FUNCTION tasks.search_tasks(
        of_workspace uuid, before uuid, most integer, words text, terms text[],
        of_status text, of_assignee text, of_related_type text, of_related_id text)
    RETURNS SETOF tasks.task
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    IF of_workspace IS DISTINCT FROM NULLIF(current_setting('tollgate.workspace', true), '')::uuid THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the workspace of this session';
    END IF;
    RETURN QUERY
        SELECT t.* FROM tasks.task t
         WHERE t.workspace_id = of_workspace
           AND (before IS NULL OR t.id < before)
           AND (words IS NULL
                OR to_tsvector('simple', t.title || ' ' || COALESCE(t.description, ''))
                   @@ websearch_to_tsquery('simple', words))
           AND (terms IS NULL OR records.terms(t.custom_fields) @> terms)
           AND (of_status IS NULL OR t.status = of_status)
           AND (of_assignee IS NULL OR t.assignee = of_assignee)
           AND (of_related_type IS NULL OR t.related_type = of_related_type)
           AND (of_related_id IS NULL OR t.related_id = of_related_id)
         ORDER BY t.id DESC
         LIMIT most;
END $$;

GRANT USAGE ON SCHEMA tasks TO tollgate_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON tasks.task TO tollgate_app;
