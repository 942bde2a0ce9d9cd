-- IANA name of the zone in which days that callers give for times are meant.
ALTER TABLE control.workspace ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC';

-- Asked together with control.workspace_facts, by the id that it gave.
CREATE FUNCTION control.time_zone(workspace uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT w.time_zone FROM control.workspace w WHERE w.id = workspace
$$;

REVOKE ALL ON FUNCTION control.time_zone(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION control.time_zone(uuid) TO tollgate_app;
