CREATE SCHEMA audit;
CREATE SCHEMA idempotency;

GRANT USAGE ON SCHEMA records, audit, idempotency TO tollgate_app, tollgate_sealer;

-- The chain the session may read and write: its workspace, else its tenant, else (if it says so) the installation.
CREATE FUNCTION records.chain() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN COALESCE(
        NULLIF(current_setting('tollgate.workspace', true), '')::uuid,
        NULLIF(current_setting('tollgate.tenant', true), '')::uuid,
        CASE WHEN current_setting('tollgate.installation', true) = 'on'
             THEN '00000000-0000-0000-0000-000000000000'::uuid END);

-- Custom fields as terms of name, U+0001 and value, so that a filter matches 5 and "5" alike and one index serves all names.
CREATE FUNCTION records.terms(fields jsonb) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT COALESCE(array_agg(f.key || E'\x01' || f.value), '{}') FROM jsonb_each_text(fields) AS f);

CREATE TABLE audit.event (
    chain             uuid        NOT NULL,
    id                uuid        NOT NULL,
    at                timestamptz NOT NULL,
    tenant_id         uuid,
    workspace_id      uuid,
    request_id        uuid        NOT NULL,
    client_request_id text,
    actor_kind        text        NOT NULL,
    actor_id          text        NOT NULL,
    actor_name        text        NOT NULL,
    surface           text        NOT NULL,
    operation         text        NOT NULL,
    action            text        NOT NULL,
    resource_type     text,
    resource_id       text,
    outcome           text        NOT NULL,
    calls             bigint      NOT NULL CHECK (calls > 0),
    input_digest      bytea,
    body_digest       bytea,
    usage_id          uuid,
    client_address    text        NOT NULL,
    user_agent        text,
    PRIMARY KEY (chain, id),
    CHECK (chain = COALESCE(workspace_id, tenant_id, '00000000-0000-0000-0000-000000000000'))
);
CREATE INDEX event_request ON audit.event (chain, request_id);

-- Before and after of changed fields. Lives apart, by day, so that it can be dropped or blanked; the event keeps its digest.
CREATE TABLE audit.body (
    event_id uuid NOT NULL,
    chain    uuid NOT NULL,
    changes  text,
    PRIMARY KEY (event_id)
) PARTITION BY RANGE (event_id);
CREATE TABLE audit.body_other PARTITION OF audit.body DEFAULT;

CREATE TABLE audit.pending (
    slice    integer NOT NULL,
    event_id uuid    NOT NULL,
    chain    uuid    NOT NULL,
    PRIMARY KEY (slice, event_id)
);

CREATE TABLE audit.seal (
    chain     uuid        NOT NULL,
    position  bigint      NOT NULL CHECK (position > 0),
    event_id  uuid        NOT NULL,
    digest    bytea       NOT NULL,
    hash      bytea       NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (chain, position),
    UNIQUE (chain, event_id)
);

CREATE TABLE audit.head (
    chain    uuid   PRIMARY KEY,
    position bigint NOT NULL,
    hash     bytea  NOT NULL,
    anchored bigint NOT NULL DEFAULT 0
);
CREATE INDEX head_unanchored ON audit.head (chain) WHERE anchored < position;

-- How far the intake has read each partition; moved in the transaction of the rows it made.
CREATE TABLE audit.intake (
    topic       text    NOT NULL,
    partition   integer NOT NULL,
    topic_id    text    NOT NULL,
    next_offset bigint  NOT NULL,
    PRIMARY KEY (topic, partition)
);

CREATE TABLE idempotency.answer (
    chain      uuid        NOT NULL,
    actor_id   text        NOT NULL,
    operation  text        NOT NULL,
    key        text        NOT NULL,
    digest     bytea       NOT NULL,
    request_id uuid        NOT NULL,
    sealed     boolean     NOT NULL,
    data       bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (chain, actor_id, operation, key)
);
CREATE INDEX answer_age ON idempotency.answer (created_at);

-- One key, one effect: raises TG001 while another call holds the key, TG002 when the same call was answered already,
-- TG003 when another one was. Whatever is pipelined behind it then rolls back.
CREATE FUNCTION idempotency.claim(for_chain uuid, for_actor text, for_operation text, for_key text, for_digest bytea)
    RETURNS void
    LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    known bytea;
BEGIN
    IF NOT pg_try_advisory_xact_lock(
            hashtextextended(concat_ws(' ', for_chain, for_actor, for_operation, for_key), 7)) THEN
        RAISE EXCEPTION 'the key is in use' USING ERRCODE = 'TG001';
    END IF;
    SELECT a.digest INTO known
      FROM idempotency.answer a
     WHERE a.chain = for_chain AND a.actor_id = for_actor AND a.operation = for_operation AND a.key = for_key
       AND a.created_at > now() - interval '24 hours';
    IF FOUND AND known = for_digest THEN
        RAISE EXCEPTION 'the call was answered already' USING ERRCODE = 'TG002';
    ELSIF FOUND THEN
        RAISE EXCEPTION 'the key was used with another input' USING ERRCODE = 'TG003';
    END IF;
END $$;

-- The first id a UUIDv7 clock gives at this time.
CREATE FUNCTION audit.first_id(at timestamptz) RETURNS uuid
    LANGUAGE sql IMMUTABLE
    RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid;

-- Makes the body partitions of today and the coming days, and drops those older than the retention.
CREATE FUNCTION audit.keep_bodies(days_ahead integer, days_kept integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    day   date;
    old   text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit.keep_bodies', 7));
    FOR day IN SELECT today + n FROM generate_series(1, days_ahead) AS n LOOP
        IF to_regclass(format('audit.body_%s', to_char(day, 'YYYYMMDD'))) IS NULL THEN
            EXECUTE format('CREATE TABLE audit.body_%s PARTITION OF audit.body FOR VALUES FROM (%L) TO (%L)',
                to_char(day, 'YYYYMMDD'),
                audit.first_id(day::timestamp AT TIME ZONE 'UTC'),
                audit.first_id((day + 1)::timestamp AT TIME ZONE 'UTC'));
        END IF;
    END LOOP;
    FOR old IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = 'audit.body'::regclass AND c.relname ~ '^body_\d{8}$'
           AND to_date(substr(c.relname, 6), 'YYYYMMDD') < today - days_kept
    LOOP
        EXECUTE format('DROP TABLE audit.%I', old);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION audit.keep_bodies(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.keep_bodies(integer, integer) TO tollgate_sealer;

-- Append-only: nobody holds UPDATE or DELETE on events, bodies and seals.
GRANT SELECT, INSERT ON audit.event, audit.body TO tollgate_app, tollgate_sealer;
GRANT INSERT ON audit.pending TO tollgate_app;
GRANT SELECT ON audit.seal TO tollgate_app;
GRANT SELECT, INSERT, DELETE ON audit.pending TO tollgate_sealer;
GRANT SELECT, INSERT ON audit.seal TO tollgate_sealer;
GRANT SELECT, INSERT, UPDATE ON audit.head, audit.intake TO tollgate_sealer;
GRANT SELECT, INSERT, UPDATE ON idempotency.answer TO tollgate_app;
GRANT SELECT, DELETE ON idempotency.answer TO tollgate_sealer;

ALTER TABLE audit.event ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.body ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.pending ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.head ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.intake ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency.answer ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_chain ON audit.event TO tollgate_app USING (chain = records.chain()) WITH CHECK (chain = records.chain());
CREATE POLICY own_chain ON audit.body TO tollgate_app USING (chain = records.chain()) WITH CHECK (chain = records.chain());
CREATE POLICY own_chain ON audit.pending TO tollgate_app USING (chain = records.chain()) WITH CHECK (chain = records.chain());
CREATE POLICY own_chain ON audit.seal TO tollgate_app USING (chain = records.chain());
CREATE POLICY own_chain ON idempotency.answer TO tollgate_app USING (chain = records.chain()) WITH CHECK (chain = records.chain());
CREATE POLICY every_chain ON audit.event TO tollgate_sealer USING (true) WITH CHECK (true);
CREATE POLICY every_chain ON audit.body TO tollgate_sealer USING (true) WITH CHECK (true);
CREATE POLICY every_chain ON audit.pending TO tollgate_sealer USING (true) WITH CHECK (true);
CREATE POLICY every_chain ON audit.seal TO tollgate_sealer USING (true) WITH CHECK (true);
CREATE POLICY every_chain ON audit.head TO tollgate_sealer USING (true) WITH CHECK (true);
CREATE POLICY every_chain ON audit.intake TO tollgate_sealer USING (true) WITH CHECK (true);
CREATE POLICY every_chain ON idempotency.answer TO tollgate_sealer USING (true) WITH CHECK (true);
