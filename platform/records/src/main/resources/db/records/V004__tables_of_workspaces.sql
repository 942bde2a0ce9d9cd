-- What all tables with records of workspaces have in common, in one place: their migrations call these.

CREATE EXTENSION IF NOT EXISTS btree_gin SCHEMA public;

-- The words of a text. Addresses, domains and numbers are taken apart, here and in what is looked for, so that a part of
-- one finds it.
CREATE FUNCTION records.words(content text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsvector('simple'::regconfig, translate(content, '@./_+', '     '));

CREATE FUNCTION records.wanted(query text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN websearch_to_tsquery('simple'::regconfig, translate(query, '@./_+', '     '));

-- The wall between workspaces, and the rights of those who answer calls.
CREATE PROCEDURE records.walled(of_table regclass, rights text DEFAULT 'SELECT, INSERT, UPDATE, DELETE')
    LANGUAGE plpgsql AS $$
DECLARE
    own CONSTANT text := 'workspace_id = NULLIF(current_setting(''tollgate.workspace'', true), '''')::uuid';
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', of_table);
    EXECUTE format('CREATE POLICY own_workspace ON %s TO tollgate_app USING (%s) WITH CHECK (%s)', of_table, own, own);
    EXECUTE format('GRANT USAGE ON SCHEMA %s TO tollgate_app',
        (SELECT relnamespace::regnamespace FROM pg_class WHERE oid = of_table));
    EXECUTE format('GRANT %s ON %s TO tollgate_app', rights, of_table);
END $$;

-- Makes the function <schema>.search_<table>, and the indexes it needs: records by words of some columns, by custom
-- fields where the table has them, and by values of some columns, newest first.
--
-- Search and custom fields use operators that are not leakproof, so under a policy the planner stays away from their
-- indexes: the function runs with the owner's rights and checks the workspace itself.
--
-- A list newest first invites the planner to walk the whole workspace for a rare word. So the indexes are asked first,
-- for so many matches and no more. When there are that many, a word that is frequent fills the page from the newest
-- records, and only those are walked. One that does not is frequent among old records only, and asked of the indexes with
-- all its matches: to read and sort a million of those costs less than to take the words of ten thousand others apart.
CREATE PROCEDURE records.searchable(of_table regclass, in_words text[], by_values text[])
    LANGUAGE plpgsql AS $procedure$
DECLARE
    own_schema name;
    own_name   name;
    has_fields CONSTANT boolean := EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = of_table AND attname = 'custom_fields');
    words      CONSTANT text := 'records.words(' || (
        SELECT string_agg(format('COALESCE(%I, '''')', w), ' || '' '' || ' ORDER BY n)
          FROM unnest(in_words) WITH ORDINALITY AS u (w, n)) || ')';
    parameters CONSTANT text := COALESCE((
        SELECT string_agg(format(', %I %s', 'of_' || a.attname, format_type(a.atttypid, a.atttypmod)), '' ORDER BY n)
          FROM unnest(by_values) WITH ORDINALITY AS u (v, n)
          JOIN pg_attribute a ON a.attrelid = of_table AND a.attname = v), '');
    matches    text;
BEGIN
    SELECT n.nspname, c.relname INTO own_schema, own_name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = of_table;
    EXECUTE format('CREATE INDEX %I ON %I.%I USING gin (workspace_id, %s)',
        own_name || '_words', own_schema, own_name, words);
    IF has_fields THEN
        EXECUTE format('CREATE INDEX %I ON %I.%I USING gin (workspace_id, records.terms(custom_fields))',
            own_name || '_terms', own_schema, own_name);
    END IF;
    matches := format('t.workspace_id = of_workspace AND (before IS NULL OR t.id < before)'
            ' AND (query IS NULL OR %s @@ records.wanted(query))', words)
        || CASE WHEN has_fields THEN ' AND (terms IS NULL OR records.terms(custom_fields) @> terms)' ELSE '' END
        || COALESCE((SELECT string_agg(format(' AND (%1$I IS NULL OR t.%2$I = %1$I)', 'of_' || v, v), '' ORDER BY n)
                       FROM unnest(by_values) WITH ORDINALITY AS u (v, n)), '');
    EXECUTE format($function$
        CREATE FUNCTION %1$I.%2$I(
                of_workspace uuid, before uuid, most integer, query text, terms text[]%3$s)
            RETURNS SETOF %1$I.%4$I
            LANGUAGE plpgsql STABLE SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp
            SET plan_cache_mode = force_custom_plan AS $body$
        #variable_conflict use_column
        DECLARE
            few_max  CONSTANT integer := 1000;
            near_max CONSTANT integer := 1000;
            found    uuid[];
        BEGIN
            IF of_workspace IS DISTINCT FROM NULLIF(current_setting('tollgate.workspace', true), '')::uuid THEN
                RAISE insufficient_privilege USING MESSAGE = 'not the workspace of this session';
            END IF;
            found := ARRAY(SELECT t.id FROM %1$I.%4$I t WHERE %5$s LIMIT few_max);
            IF cardinality(found) = few_max THEN
                found := ARRAY(
                    SELECT t.id FROM (
                        SELECT n.* FROM %1$I.%4$I n
                         WHERE n.workspace_id = of_workspace AND (before IS NULL OR n.id < before)
                         ORDER BY n.id DESC LIMIT near_max) t
                     WHERE %5$s ORDER BY t.id DESC LIMIT most);
                IF cardinality(found) < most THEN
                    found := ARRAY(
                        SELECT a.id FROM (SELECT t.id FROM %1$I.%4$I t WHERE %5$s OFFSET 0) a
                         ORDER BY a.id DESC LIMIT most);
                END IF;
            END IF;
            RETURN QUERY
                SELECT t.* FROM %1$I.%4$I t
                 WHERE t.workspace_id = of_workspace AND t.id = ANY (found)
                 ORDER BY t.id DESC LIMIT most;
        END $body$
        $function$, own_schema, 'search_' || own_name, parameters, own_name, matches);
END $procedure$;

REVOKE EXECUTE ON PROCEDURE records.walled, records.searchable FROM PUBLIC;
