-- A list newest first invites the planner to walk the whole workspace for a rare word. So the indexes are asked first,
-- for so many matches and no more; only when there are that many, which makes them frequent, is the walk the short way.
CREATE OR REPLACE FUNCTION tasks.search_tasks(
        of_workspace uuid, before uuid, most integer, words text, terms text[],
        of_status text, of_assignee text, of_related_type text, of_related_id text)
    RETURNS SETOF tasks.task
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    few_max CONSTANT integer := 1000;
    few     uuid[];
BEGIN
    IF of_workspace IS DISTINCT FROM NULLIF(current_setting('tollgate.workspace', true), '')::uuid THEN
        RAISE insufficient_privilege USING MESSAGE = 'not the workspace of this session';
    END IF;
    few := ARRAY(
        SELECT t.id FROM tasks.task t
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
         LIMIT few_max);
    IF cardinality(few) < few_max THEN
        RETURN QUERY
            SELECT t.* FROM tasks.task t
             WHERE t.workspace_id = of_workspace AND t.id = ANY (few)
             ORDER BY t.id DESC
             LIMIT most;
    ELSE
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
    END IF;
END $$;
