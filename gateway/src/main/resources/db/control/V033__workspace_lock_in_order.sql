-- Who shares the row of a workspace passes whoever waits to change it, so changes could keep a suspension waiting
-- until its deadline. A name is locked before the row, and names are locked in the order in which they are asked for. The gateway locks
-- the same name.
CREATE OR REPLACE FUNCTION control.standing_workspace(wanted uuid, in_turn boolean)
    RETURNS TABLE (status text, modules text[])
    LANGUAGE plpgsql VOLATILE ROWS 1 AS $$
BEGIN
    IF in_turn THEN
        PERFORM pg_advisory_xact_lock(runtime.lock_key('control.workspace ' || wanted));
        PERFORM 1 FROM control.workspace w WHERE w.id = wanted FOR NO KEY UPDATE;
    ELSE
        PERFORM pg_advisory_xact_lock_shared(runtime.lock_key('control.workspace ' || wanted));
        PERFORM 1 FROM control.workspace w WHERE w.id = wanted FOR SHARE;
    END IF;
    RETURN QUERY
        SELECT w.status,
               ARRAY(SELECT s.module FROM control.module_switch s WHERE s.workspace_id = w.id AND s.enabled)
          FROM control.workspace w
         WHERE w.id = wanted;
END $$;
