-- Adds events as bi.append did, which earlier versions call, and gives the keys that were known. Ids are looked up, and
-- those that are new are inserted with their rows as they are: ON CONFLICT would look again for each, and write it to the
-- log twice. Only where another call has inserted one of them meanwhile, or a forgotten id comes again at the same time,
-- all is done once more with it. Ids are inserted in their order, so that calls wait for each other in one order.
CREATE FUNCTION bi.add_events(
        of_workspace uuid, received timestamptz, ids uuid[], keys uuid[], times timestamptz[], name_nos integer[],
        actors uuid[], revisions integer[], properties text[])
    RETURNS uuid[]
    LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    known uuid[];
    fresh uuid[];
    added uuid[];
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('bi.ids', 0));
    known := ARRAY(
        SELECT o.key FROM bi.id_0 o WHERE o.workspace_id = of_workspace AND o.key = ANY (ids)
         UNION ALL
        SELECT o.key FROM bi.id_1 o WHERE o.workspace_id = of_workspace AND o.key = ANY (ids));
    BEGIN
        IF (SELECT t.turn % 2 = 0 FROM bi.id_turn t) THEN
            INSERT INTO bi.id_0 (workspace_id, key)
            SELECT of_workspace, u.id FROM unnest(ids) AS u (id)
             WHERE known = '{}' OR NOT (u.id IN (SELECT k FROM unnest(known) AS k))
             ORDER BY u.id;
        ELSE
            INSERT INTO bi.id_1 (workspace_id, key)
            SELECT of_workspace, u.id FROM unnest(ids) AS u (id)
             WHERE known = '{}' OR NOT (u.id IN (SELECT k FROM unnest(known) AS k))
             ORDER BY u.id;
        END IF;
        INSERT INTO bi.event (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)
        SELECT of_workspace, e.at, e.key, e.name_no, e.actor, e.revision, received, e.props::jsonb
          FROM unnest(keys, times, name_nos, actors, revisions, properties)
               AS e (key, at, name_no, actor, revision, props)
         WHERE known = '{}' OR NOT (e.key IN (SELECT k FROM unnest(known) AS k));
        RETURN known;
    EXCEPTION WHEN unique_violation THEN
        fresh := bi.keep_ids(of_workspace, ids);
    END;
    WITH stored AS (
        INSERT INTO bi.event (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)
        SELECT of_workspace, e.at, e.key, e.name_no, e.actor, e.revision, received, e.props::jsonb
          FROM unnest(keys, times, name_nos, actors, revisions, properties)
               AS e (key, at, name_no, actor, revision, props)
         WHERE NOT (e.key IN (SELECT k FROM unnest(ids) AS k))
            OR e.key IN (SELECT f FROM unnest(fresh) AS f)
        ON CONFLICT DO NOTHING
        RETURNING key)
    SELECT COALESCE(array_agg(s.key), '{}') INTO added FROM stored s;
    RETURN ARRAY(SELECT k FROM unnest(keys) AS k WHERE NOT (k IN (SELECT a FROM unnest(added) AS a)));
END $$;

-- The numbers of actors, in their order; gives one to each that has none. Only the transaction that folds a workspace
-- calls it, and there is one at a time.
CREATE FUNCTION bi.actor_numbers(of_workspace uuid, wanted uuid[]) RETURNS integer[]
    LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    numbers integer[];
    added   integer;
    top     integer;
BEGIN
    FOR pass IN 1..2 LOOP
        SELECT array_agg((SELECT a.no FROM bi.actor a WHERE a.workspace_id = of_workspace AND a.actor = w.actor)
                         ORDER BY w.place)
          INTO numbers
          FROM unnest(wanted) WITH ORDINALITY AS w (actor, place);
        EXIT WHEN pass = 2 OR array_position(numbers, NULL) IS NULL;
        SELECT COALESCE(max(c.actors), 0) INTO top FROM bi.actor_count c WHERE c.workspace_id = of_workspace;
        INSERT INTO bi.actor (workspace_id, actor, no)
        SELECT of_workspace, w.actor, top + row_number() OVER ()
          FROM (SELECT DISTINCT u.actor FROM unnest(wanted, numbers) AS u (actor, no) WHERE u.no IS NULL) w;
        GET DIAGNOSTICS added = ROW_COUNT;
        INSERT INTO bi.actor_count AS c (workspace_id, actors) VALUES (of_workspace, top + added)
        ON CONFLICT (workspace_id) DO UPDATE SET actors = excluded.actors;
    END LOOP;
    RETURN COALESCE(numbers, '{}');
END $$;

REVOKE ALL ON FUNCTION bi.add_events, bi.actor_numbers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bi.add_events, bi.actor_numbers TO tollgate_app;
