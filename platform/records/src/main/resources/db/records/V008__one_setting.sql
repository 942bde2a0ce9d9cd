-- Policies of workspaces and chains read the one setting.
CREATE OR REPLACE FUNCTION records.chain() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN COALESCE(
        runtime.current_workspace(),
        runtime.current_tenant(),
        CASE WHEN runtime.whole_installation() THEN '00000000-0000-0000-0000-000000000000'::uuid END);

CREATE OR REPLACE PROCEDURE records.walled(of_table regclass, rights text DEFAULT 'SELECT, INSERT, UPDATE, DELETE')
    LANGUAGE plpgsql AS $$
DECLARE
    own CONSTANT text := 'workspace_id = (SELECT runtime.current_workspace())';
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', of_table);
    EXECUTE format('CREATE POLICY own_workspace ON %s TO tollgate_app USING (%s) WITH CHECK (%s)', of_table, own, own);
    EXECUTE format('GRANT USAGE ON SCHEMA %s TO tollgate_app',
        (SELECT relnamespace::regnamespace FROM pg_class WHERE oid = of_table));
    EXECUTE format('GRANT %s ON %s TO tollgate_app', rights, of_table);
END $$;

DO $$
DECLARE
    own   CONSTANT text := 'workspace_id = (SELECT runtime.current_workspace())';
    chain CONSTANT text := 'chain = (SELECT records.chain())';
    walls record;
BEGIN
    FOR walls IN
        SELECT p.polname AS policy, p.polrelid::regclass AS of_table, p.polwithcheck IS NOT NULL AS checked,
               CASE p.polname WHEN 'own_chain' THEN chain ELSE own END AS wall
          FROM pg_policy p WHERE p.polname IN ('own_workspace', 'own_chain')
    LOOP
        EXECUTE format('ALTER POLICY %I ON %s USING (%s)', walls.policy, walls.of_table, walls.wall)
            || CASE WHEN walls.checked THEN format(' WITH CHECK (%s)', walls.wall) ELSE '' END;
    END LOOP;
END $$;

-- The search functions, and the procedure that makes them, compare the workspace with the setting too.
DO $$
DECLARE
    before CONSTANT text := 'NULLIF(current_setting(''tollgate.workspace'', true), '''')::uuid';
    changed text;
BEGIN
    FOR changed IN
        SELECT replace(pg_get_functiondef(p.oid), before, 'runtime.current_workspace()')
          FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
         WHERE l.lanname = 'plpgsql' AND position(before IN p.prosrc) > 0
    LOOP
        EXECUTE changed;
    END LOOP;
END $$;
