-- A change of the filters of a search does not make the indexes of its words anew, since only words are in them.

-- Makes what finds records by words of some columns, by custom fields where the table has them, and by values of some
-- columns, newest first: the indexes <table>_words and <table>_terms, the view <table>_search and the function
-- search_<table>. Called again, it makes them anew, but for the indexes if the words are the same. A search reads what an
-- index has not taken in yet, so that is kept at 256 kB.
--
-- The operators of words and terms are not leakproof, so under a policy the planner stays away from their indexes: view
-- and function run with the owner's rights and compare the workspace themselves. IS TRUE keeps that comparison from being
-- an index condition: only the words lead to the rows, whatever the planner thinks of the number of records.
--
-- The first 1,000 matches come from the view, unordered. A list newest first would invite the planner to walk the whole
-- workspace for a rare word. When there are 1,000, the function is asked: a word that is frequent fills the page from the
-- newest records, and only those are walked. One that does not is frequent among old records only, and asked of the indexes
-- with all its matches: to read and sort a million of those costs less than to take the words of ten thousand others apart.
CREATE OR REPLACE PROCEDURE records.searchable(of_table regclass, in_words text[], by_values text[])
    LANGUAGE plpgsql AS $procedure$
DECLARE
    own_schema name;
    own_name   name;
    has_fields CONSTANT boolean := EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = of_table AND attname = 'custom_fields' AND NOT attisdropped);
    words      CONSTANT text := 'records.own_words(workspace_id, ' || (
        SELECT string_agg(format('COALESCE(%I, '''')', w), ' || '' '' || ' ORDER BY n)
          FROM unnest(in_words) WITH ORDINALITY AS u (w, n)) || ')';
    terms      CONSTANT text := 'records.own_terms(workspace_id, custom_fields)';
    parameters CONSTANT text := COALESCE((
        SELECT string_agg(format(', %I %s', 'of_' || a.attname, format_type(a.atttypid, a.atttypmod)), '' ORDER BY n)
          FROM unnest(by_values) WITH ORDINALITY AS u (v, n)
          JOIN pg_attribute a ON a.attrelid = of_table AND a.attname = v), '');
    matches    text;
    indexed    text;
BEGIN
    SELECT n.nspname, c.relname INTO own_schema, own_name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = of_table;
    EXECUTE format('DROP VIEW IF EXISTS %I.%I', own_schema, own_name || '_search');
    indexed := pg_get_indexdef(to_regclass(format('%I.%I', own_schema, own_name || '_words')));
    IF indexed IS NULL OR indexed NOT LIKE '%own_words(%' OR in_words IS DISTINCT FROM ARRAY(
            SELECT m.word[1] FROM regexp_matches(indexed, 'COALESCE\("?(\w+)', 'g') AS m (word)) THEN
        EXECUTE format('DROP INDEX IF EXISTS %1$I.%2$I, %1$I.%3$I', own_schema, own_name || '_words', own_name || '_terms');
        EXECUTE format('CREATE INDEX %I ON %I.%I USING gin ((%s)) WITH (gin_pending_list_limit = 256)',
            own_name || '_words', own_schema, own_name, words);
        IF has_fields THEN
            EXECUTE format('CREATE INDEX %I ON %I.%I USING gin ((%s)) WITH (gin_pending_list_limit = 256)',
                own_name || '_terms', own_schema, own_name, terms);
        END IF;
    END IF;
    EXECUTE format('CREATE VIEW %1$I.%2$I AS SELECT t AS record, %4$s AS words, %5$s AS terms FROM %1$I.%3$I t'
            ' WHERE (workspace_id = (SELECT runtime.current_workspace())) IS TRUE',
        own_schema, own_name || '_search', own_name, words, CASE WHEN has_fields THEN terms ELSE 'NULL::text[]' END);
    EXECUTE format('GRANT SELECT ON %I.%I TO tollgate_app', own_schema, own_name || '_search');
    matches := format('t.workspace_id = of_workspace AND (before IS NULL OR t.id < before)'
            ' AND (query IS NULL OR %s @@ (SELECT records.own_query(of_workspace, query)))', words)
        || CASE WHEN has_fields
                THEN format(' AND (terms IS NULL OR %s @> (SELECT records.own_terms(of_workspace, terms)))', terms) ELSE '' END
        || COALESCE((SELECT string_agg(format(' AND (%1$I IS NULL OR t.%2$I = %1$I)', 'of_' || v, v), '' ORDER BY n)
                       FROM unnest(by_values) WITH ORDINALITY AS u (v, n)), '');
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION %1$I.%2$I(
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
            IF of_workspace IS DISTINCT FROM runtime.current_workspace() THEN
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
