-- What a module does by itself in a workspace, as set_module has set it.
ALTER TABLE control.module_switch ADD COLUMN settings json;

-- The settings of a workspace's modules by their keys. Asked together with control.workspace_facts, by the id that it
-- gave.
CREATE FUNCTION control.module_settings(workspace uuid) RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT COALESCE(json_object_agg(s.module, s.settings), '{}')
      FROM control.module_switch s
     WHERE s.workspace_id = workspace AND s.settings IS NOT NULL
$$;

REVOKE ALL ON FUNCTION control.module_settings(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.module_settings(uuid) TO tollgate_app;
