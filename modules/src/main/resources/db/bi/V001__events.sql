-- Product events. Rows are kept by the time at which they occurred, for 400 days; hours of them are counted in cells.

-- The names of a workspace's events, by number. Numbers begin with 1: 0 is all names.
CREATE TABLE bi.name (
    workspace_id uuid        NOT NULL,
    no           integer     NOT NULL CHECK (no > 0),
    name         text        NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, no),
    UNIQUE (workspace_id, name)
);
CALL records.walled('bi.name', 'SELECT, INSERT');

-- What cells of an event have besides its count and actors.
CREATE TABLE bi.shape (
    workspace_id uuid   NOT NULL,
    name         text   NOT NULL,
    dimensions   text[] NOT NULL,
    measures     text[] NOT NULL,
    PRIMARY KEY (workspace_id, name)
);
CALL records.walled('bi.shape', 'SELECT, INSERT, UPDATE');

-- key: the hash of the sender's id, or a random one. actor: its hash. revision: of the definition that checked it, or 0.
CREATE TABLE bi.event (
    workspace_id uuid        NOT NULL,
    occurred_at  timestamptz NOT NULL,
    key          uuid        NOT NULL,
    name_no      integer     NOT NULL,
    actor        uuid,
    revision     integer     NOT NULL,
    received_at  timestamptz NOT NULL,
    props        jsonb       NOT NULL,
    PRIMARY KEY (workspace_id, occurred_at, key)
) PARTITION BY RANGE (occurred_at);
CREATE INDEX event_name ON bi.event (workspace_id, name_no, occurred_at) INCLUDE (actor);
CALL records.walled('bi.event', 'SELECT, INSERT, UPDATE');

-- An hour of one name, or of all (name_no 0). actors: a Roaring bitmap of their numbers. cube: counts and sums by property.
CREATE TABLE bi.cell (
    workspace_id uuid        NOT NULL,
    name_no      integer     NOT NULL,
    hour         timestamptz NOT NULL,
    events       bigint      NOT NULL CHECK (events > 0),
    actors       bytea       NOT NULL,
    cube         bytea,
    PRIMARY KEY (workspace_id, name_no, hour)
) PARTITION BY RANGE (hour);
CALL records.walled('bi.cell');

-- What a call has added and no cell has yet. actors: those of the call, which its cells refer to by their place.
CREATE TABLE bi.pending (
    workspace_id uuid        NOT NULL,
    id           uuid        NOT NULL,
    tenant_id    uuid        NOT NULL,
    added_at     timestamptz NOT NULL,
    actors       uuid[]      NOT NULL,
    cells        bytea       NOT NULL,
    PRIMARY KEY (workspace_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
CALL records.walled('bi.pending');
-- Who folds them looks at all workspaces, and then works within the wall of one.
CREATE POLICY whole_installation ON bi.pending FOR SELECT TO tollgate_app
    USING ((SELECT runtime.whole_installation()));

-- The numbers of actors in bitmaps, and the last one given.
CREATE TABLE bi.actor (
    workspace_id uuid    NOT NULL,
    actor        uuid    NOT NULL,
    no           integer NOT NULL,
    PRIMARY KEY (workspace_id, actor)
);
CALL records.walled('bi.actor', 'SELECT, INSERT');
CREATE TABLE bi.actor_count (
    workspace_id uuid    PRIMARY KEY,
    actors       integer NOT NULL
);
CALL records.walled('bi.actor_count', 'SELECT, INSERT, UPDATE');

-- Ids that were sent, in two tables that take turns. A turn lasts 31 days: an id is known for that time at least.
CREATE TABLE bi.id_0 (
    workspace_id uuid NOT NULL,
    key          uuid NOT NULL,
    PRIMARY KEY (workspace_id, key)
);
CALL records.walled('bi.id_0', 'SELECT, INSERT');
CREATE TABLE bi.id_1 (LIKE bi.id_0 INCLUDING ALL);
CALL records.walled('bi.id_1', 'SELECT, INSERT');

CREATE TABLE bi.id_turn (turn integer NOT NULL, began_at timestamptz NOT NULL);
INSERT INTO bi.id_turn VALUES (0, now());
GRANT SELECT ON bi.id_turn TO tollgate_app;

-- Keeps the ids that are not known yet, and gives them. Whoever sends one of them in another transaction waits for this
-- one. Both tables are read by key, however small statistics say they are.
CREATE FUNCTION bi.keep_ids(of_workspace uuid, ids uuid[]) RETURNS uuid[]
    LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    fresh uuid[];
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('bi.ids', 0));
    IF (SELECT t.turn % 2 = 0 FROM bi.id_turn t) THEN
        WITH kept AS (
            INSERT INTO bi.id_0 (workspace_id, key)
            SELECT of_workspace, u.id FROM unnest(ids) AS u (id)
             WHERE (SELECT true FROM bi.id_1 o WHERE o.workspace_id = of_workspace AND o.key = u.id) IS NULL
             ORDER BY u.id
            ON CONFLICT DO NOTHING RETURNING key)
        SELECT array_agg(k.key) INTO fresh FROM kept k;
    ELSE
        WITH kept AS (
            INSERT INTO bi.id_1 (workspace_id, key)
            SELECT of_workspace, u.id FROM unnest(ids) AS u (id)
             WHERE (SELECT true FROM bi.id_0 o WHERE o.workspace_id = of_workspace AND o.key = u.id) IS NULL
             ORDER BY u.id
            ON CONFLICT DO NOTHING RETURNING key)
        SELECT array_agg(k.key) INTO fresh FROM kept k;
    END IF;
    RETURN COALESCE(fresh, '{}');
END $$;

-- Adds events in one statement per table, and gives the keys of those that are new. ids: the keys that are hashes of ids.
CREATE FUNCTION bi.append(
        of_workspace uuid, received timestamptz, ids uuid[], keys uuid[], times timestamptz[], name_nos integer[],
        actors uuid[], revisions integer[], properties text[])
    RETURNS SETOF uuid
    LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    fresh CONSTANT uuid[] := bi.keep_ids(of_workspace, ids);
BEGIN
    RETURN QUERY
        INSERT INTO bi.event AS stored (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)
        SELECT of_workspace, e.at, e.key, e.name_no, e.actor, e.revision, received, e.props::jsonb
          FROM unnest(keys, times, name_nos, actors, revisions, properties)
               AS e (key, at, name_no, actor, revision, props)
         WHERE NOT (e.key IN (SELECT k FROM unnest(ids) AS k))
            OR e.key IN (SELECT f FROM unnest(fresh) AS f)
        ON CONFLICT DO NOTHING
        RETURNING stored.key;
END $$;

-- Numbers actors that have none. Only the transaction that folds a workspace calls it, and there is one at a time.
CREATE FUNCTION bi.number_actors(of_workspace uuid, wanted uuid[]) RETURNS void
    LANGUAGE plpgsql AS $$
DECLARE
    added integer;
    top   integer;
BEGIN
    SELECT COALESCE(max(c.actors), 0) INTO top FROM bi.actor_count c WHERE c.workspace_id = of_workspace;
    INSERT INTO bi.actor (workspace_id, actor, no)
    SELECT of_workspace, w.actor, top + row_number() OVER ()
      FROM (SELECT DISTINCT u.actor FROM unnest(wanted) AS u (actor)) w
     WHERE (SELECT true FROM bi.actor a WHERE a.workspace_id = of_workspace AND a.actor = w.actor) IS NULL;
    GET DIAGNOSTICS added = ROW_COUNT;
    INSERT INTO bi.actor_count AS c (workspace_id, actors) VALUES (of_workspace, top + added)
    ON CONFLICT (workspace_id) DO UPDATE SET actors = excluded.actors;
END $$;

REVOKE ALL ON FUNCTION bi.keep_ids, bi.append, bi.number_actors FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bi.keep_ids, bi.append, bi.number_actors TO tollgate_app;

-- The table of the older turn becomes that of the next one, once the present turn has lasted 31 days: its ids are from
-- before the present turn, however late the change. Writers share the lock: none of them has read the turn before and
-- writes after. Gives whether the turn has changed.
CREATE FUNCTION bi.turn_ids(present timestamptz) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    due CONSTANT timestamptz := present - interval '31 days';
BEGIN
    IF (SELECT t.began_at > due FROM bi.id_turn t) THEN
        RETURN false;
    END IF;
    -- Writers wait behind this for as long, and less than they wait for a lock.
    PERFORM set_config('lock_timeout', '50ms', true);
    PERFORM pg_advisory_xact_lock(hashtextextended('bi.ids', 0));
    UPDATE bi.id_turn SET turn = turn + 1, began_at = present WHERE began_at <= due;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF (SELECT t.turn % 2 = 0 FROM bi.id_turn t) THEN
        TRUNCATE bi.id_0;
    ELSE
        TRUNCATE bi.id_1;
    END IF;
    RETURN true;
END $$;

-- Makes the first month of events and cells that is missing, from that of 400 days ago to two months from now; gives
-- whether it made one. ATTACH lets writers in meanwhile.
CREATE FUNCTION bi.make_month(present timestamptz) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET TimeZone = 'UTC' AS $$
DECLARE
    today CONSTANT date := present::date;
    month date;
    stem  text;
    part  text;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('bi.make_month', 0)) THEN
        RETURN false;
    END IF;
    FOR month IN
        SELECT m::date
          FROM generate_series(date_trunc('month', (today - 400)::timestamp), today + interval '2 months', interval '1 month')
               AS m
    LOOP
        CONTINUE WHEN to_regclass('bi.cell_' || to_char(month, 'YYYYMM')) IS NOT NULL;
        FOREACH stem IN ARRAY ARRAY['event', 'cell'] LOOP
            part := stem || '_' || to_char(month, 'YYYYMM');
            EXECUTE format('CREATE TABLE bi.%I (LIKE bi.%I INCLUDING ALL)', part, stem);
            EXECUTE format('ALTER TABLE bi.%I ATTACH PARTITION bi.%I FOR VALUES FROM (%L) TO (%L)',
                stem, part, month::timestamptz, (month + interval '1 month')::timestamptz);
        END LOOP;
        RETURN true;
    END LOOP;
    RETURN false;
END $$;

-- Drops the oldest month of events and cells if all of it is older than 400 days; gives whether it dropped one.
CREATE FUNCTION bi.drop_month(present timestamptz) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET TimeZone = 'UTC' AS $$
DECLARE
    oldest text;
BEGIN
    SELECT min(right(c.relname, 6)) INTO oldest
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'bi.event'::regclass;
    IF oldest IS NULL OR to_date(oldest, 'YYYYMM') + interval '1 month' > (present - interval '400 days')::date THEN
        RETURN false;
    END IF;
    -- Readers and writers of all months wait behind this for as long.
    PERFORM set_config('lock_timeout', '50ms', true);
    EXECUTE format('DROP TABLE bi.%I, bi.%I', 'event_' || oldest, 'cell_' || oldest);
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION bi.turn_ids, bi.make_month, bi.drop_month FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bi.turn_ids, bi.make_month, bi.drop_month TO tollgate_app;

SELECT bi.make_month(now()) FROM generate_series(1, 18);
