-- Which of these ids events have that are stored. Both tables are read by key, however small statistics say they are.
CREATE FUNCTION bi.known_ids(of_workspace uuid, ids uuid[]) RETURNS uuid[]
    LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN ARRAY(
        SELECT u.id FROM unnest(ids) AS u (id)
         WHERE (SELECT true FROM bi.id_0 o WHERE o.workspace_id = of_workspace AND o.key = u.id)
            OR (SELECT true FROM bi.id_1 o WHERE o.workspace_id = of_workspace AND o.key = u.id));
END $$;
REVOKE ALL ON FUNCTION bi.known_ids FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bi.known_ids TO tollgate_app;
