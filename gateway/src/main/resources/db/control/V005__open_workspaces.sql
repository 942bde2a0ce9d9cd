-- Which of these workspaces are active and have a module switched on: the dispatcher asks before it delivers.
CREATE FUNCTION control.open_workspaces(wanted uuid[], of_module text) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT w.id FROM control.workspace w
      JOIN control.module_switch m ON m.workspace_id = w.id AND m.module = of_module AND m.enabled
     WHERE w.id = ANY (wanted) AND w.status = 'active'
$$;

REVOKE ALL ON FUNCTION control.open_workspaces(uuid[], text) FROM PUBLIC;
GRANT USAGE ON SCHEMA control TO tollgate_dispatcher;
GRANT EXECUTE ON FUNCTION control.open_workspaces(uuid[], text) TO tollgate_dispatcher;
