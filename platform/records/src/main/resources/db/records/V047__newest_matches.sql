-- The newest matches of a word that is neither rare nor frequent: to sort twenty thousand of them costs less than to take
-- the words of the newest thousand records apart, and those of a page are then read by their place in the table.

-- Makes the function search_<table>: the newest matches of a search, however many there are. To take the words of a record
-- apart costs as much as to read and sort thirty matches. So a page is filled from the newest records where a fifth of
-- them match, as the newest twenty tell. Other matches are read from the indexes and sorted. Where those are more than
-- 20,000, the newest thousand records are tried first; if they do not fill the page, the word is frequent among old records
-- only, and all its matches are sorted.
CREATE PROCEDURE records.search_function(of_table regclass, arguments text, matches text)
    LANGUAGE plpgsql AS $procedure$
DECLARE
    own_schema name;
    own_name   name;
    near       text;
BEGIN
    SELECT n.nspname, c.relname INTO own_schema, own_name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = of_table;
    near := format($near$ARRAY(
                SELECT t.id FROM (
                    SELECT n.* FROM %1$I.%2$I n
                     WHERE n.workspace_id = of_workspace AND (before IS NULL OR n.id < before)
                     ORDER BY n.id DESC LIMIT near_max) t
                 WHERE %3$s ORDER BY t.id DESC LIMIT most)$near$, own_schema, own_name, matches);
    EXECUTE format($function$
        CREATE OR REPLACE FUNCTION %1$I.%2$I(%3$s)
            RETURNS SETOF %1$I.%4$I
            LANGUAGE plpgsql STABLE SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp
            SET plan_cache_mode = force_custom_plan AS $body$
        #variable_conflict use_column
        DECLARE
            few_max  CONSTANT integer := 20000;
            near_max integer := 20;
            found    uuid[];
            seen     integer;
            newest   boolean;
        BEGIN
            IF of_workspace IS DISTINCT FROM runtime.current_workspace() THEN
                RAISE insufficient_privilege USING MESSAGE = 'not the workspace of this session';
            END IF;
            found := %6$s;
            newest := cardinality(found) = most;
            IF cardinality(found) < least(most, near_max / 5) THEN
                WITH few AS MATERIALIZED (SELECT t.id FROM %1$I.%4$I t WHERE %5$s LIMIT few_max)
                SELECT (SELECT count(*) FROM few), ARRAY(SELECT f.id FROM few f ORDER BY f.id DESC LIMIT most)
                  INTO seen, found;
                newest := seen < few_max;
            END IF;
            IF NOT newest THEN
                near_max := 1000;
                found := %6$s;
                newest := cardinality(found) = most;
            END IF;
            IF NOT newest THEN
                found := ARRAY(
                    SELECT a.id FROM (SELECT t.id FROM %1$I.%4$I t WHERE %5$s OFFSET 0) a
                     ORDER BY a.id DESC LIMIT most);
            END IF;
            RETURN QUERY
                SELECT t.* FROM %1$I.%4$I t
                 WHERE t.workspace_id = of_workspace AND t.id = ANY (found)
                 ORDER BY t.id DESC LIMIT most;
        END $body$
        $function$, own_schema, 'search_' || own_name, arguments, own_name, matches, near);
END $procedure$;
REVOKE EXECUTE ON PROCEDURE records.search_function FROM PUBLIC;

-- Makes what finds records by words of some columns, by custom fields where the table has them, and by values of some
-- columns, newest first: the indexes <table>_words and <table>_terms, the view <table>_search and the function
-- search_<table>. Called again, it makes them anew, but for the indexes if the words are the same. A search reads what an
-- index has not taken in yet, so that is kept at 256 kB.
--
-- The operators of words and terms are not leakproof, so under a policy the planner stays away from their indexes: view
-- and function run with the owner's rights and compare the workspace themselves. IS TRUE keeps that comparison from being
-- an index condition: only the words lead to the rows, whatever the planner thinks of the number of records.
--
-- The first 2,000 matches come from the view, unordered: their ids and places, and then the rows of the page by their
-- places. A list newest first would invite the planner to walk the whole workspace for a rare word. When there are 2,000,
-- the function is asked.
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
    EXECUTE format('CREATE VIEW %1$I.%2$I AS SELECT t AS record, %4$s AS words, %5$s AS terms, t.ctid AS place FROM %1$I.%3$I t'
            ' WHERE (workspace_id = (SELECT runtime.current_workspace())) IS TRUE',
        own_schema, own_name || '_search', own_name, words, CASE WHEN has_fields THEN terms ELSE 'NULL::text[]' END);
    EXECUTE format('GRANT SELECT ON %I.%I TO tollgate_app', own_schema, own_name || '_search');
    matches := format('t.workspace_id = of_workspace AND (before IS NULL OR t.id < before)'
            ' AND (query IS NULL OR %s @@ (SELECT records.own_query(of_workspace, query)))', words)
        || CASE WHEN has_fields
                THEN format(' AND (terms IS NULL OR %s @> (SELECT records.own_terms(of_workspace, terms)))', terms) ELSE '' END
        || COALESCE((SELECT string_agg(format(' AND (%1$I IS NULL OR t.%2$I = %1$I)', 'of_' || v, v), '' ORDER BY n)
                       FROM unnest(by_values) WITH ORDINALITY AS u (v, n)), '');
    CALL records.search_function(of_table, 'of_workspace uuid, before uuid, most integer, query text, terms text[]' || parameters, matches);
END $procedure$;

-- The functions and views that there are, also those of former filters: gateways from before use them.
DO $$
DECLARE
    made record;
BEGIN
    FOR made IN
        SELECT format('%I.%I', n.nspname, substr(p.proname, length('search_') + 1))::regclass AS of_table,
               pg_get_function_arguments(p.oid) AS arguments,
               substring(p.prosrc FROM ' t WHERE (t\.workspace_id = of_workspace .*?) LIMIT few_max\);') AS matches
          FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE p.proname LIKE 'search\_%' AND p.prosecdef AND p.prosrc LIKE '% LIMIT few_max);%'
    LOOP
        CALL records.search_function(made.of_table, made.arguments, made.matches);
    END LOOP;
    FOR made IN
        SELECT c.oid::regclass AS view, pg_get_viewdef(c.oid) AS definition
          FROM pg_class c JOIN pg_proc p ON p.pronamespace = c.relnamespace AND p.prosecdef
               AND p.proname = 'search_' || regexp_replace(c.relname, '_search$', '')
         WHERE c.relkind = 'v' AND c.relname LIKE '%\_search'
         GROUP BY c.oid
    LOOP
        CONTINUE WHEN made.definition LIKE '% AS place%';
        IF position(E' AS terms\n   FROM ' IN made.definition) = 0 THEN
            RAISE EXCEPTION 'view % has an unexpected form', made.view;
        END IF;
        EXECUTE format('CREATE OR REPLACE VIEW %s AS %s', made.view,
            replace(made.definition, E' AS terms\n   FROM ', E' AS terms, t.ctid AS place\n   FROM '));
    END LOOP;
END $$;
