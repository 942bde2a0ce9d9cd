-- The state of the caller's workspace and the modules that are on in it, which stands still until the transaction ends;
-- in turn: nobody else who asks so runs beside it.
CREATE FUNCTION control.standing_workspace(wanted uuid, in_turn boolean) RETURNS TABLE (status text, modules text[])
    LANGUAGE plpgsql VOLATILE ROWS 1 AS $$
BEGIN
    IF in_turn THEN
        PERFORM 1 FROM control.workspace w WHERE w.id = wanted FOR NO KEY UPDATE;
    ELSE
        PERFORM 1 FROM control.workspace w WHERE w.id = wanted FOR SHARE;
    END IF;
    RETURN QUERY
        SELECT w.status,
               ARRAY(SELECT s.module FROM control.module_switch s WHERE s.workspace_id = w.id AND s.enabled)
          FROM control.workspace w
         WHERE w.id = wanted;
END $$;

REVOKE ALL ON FUNCTION control.standing_workspace(uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.standing_workspace(uuid, boolean) TO tollgate_app;
