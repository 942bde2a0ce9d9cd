-- Endpoints, the events that go to them, and what became of each. Three rules hold everywhere:
--   * the body of an event is stored once, whatever number of endpoints it goes to;
--   * a delivery is due at COALESCE(leased_until, next_attempt_at) until it is settled: a lease that ends makes it due;
--   * endpoint_state.next_due is never later than the first delivery of its endpoint that is due.

-- The least id a UUIDv7 made at this instant can have.
CREATE FUNCTION webhooks.least_id(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

CREATE FUNCTION webhooks.this_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('tollgate.tenant', true), '')::uuid;

CREATE TABLE webhooks.endpoint (
    workspace_id      uuid        NOT NULL,
    id                uuid        NOT NULL,
    tenant_id         uuid        NOT NULL DEFAULT webhooks.this_tenant(),
    name              text        NOT NULL,
    url               text        NOT NULL,
    event_types       text[]      NOT NULL CHECK (cardinality(event_types) > 0),
    status            text        NOT NULL CHECK (status IN ('active', 'paused', 'disabled', 'archived')),
    status_reason     text,
    max_attempts      integer     NOT NULL CHECK (max_attempts > 0),
    rate_limit        integer     CHECK (rate_limit > 0),
    ordered           boolean     NOT NULL,
    metadata          jsonb       NOT NULL,
    secret_changed_at timestamptz NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    version           bigint      NOT NULL CHECK (version > 0),
    source            text        NOT NULL,
    last_actor        text        NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX endpoint_status ON webhooks.endpoint (workspace_id, status, id);

CREATE TABLE webhooks.signing_key (
    workspace_id uuid        NOT NULL,
    endpoint_id  uuid        NOT NULL,
    id           uuid        NOT NULL,
    key_id       text        NOT NULL,
    sealed       bytea       NOT NULL,
    made_at      timestamptz NOT NULL,
    ends_at      timestamptz,
    PRIMARY KEY (workspace_id, endpoint_id, id),
    FOREIGN KEY (workspace_id, endpoint_id) REFERENCES webhooks.endpoint (workspace_id, id)
);
CREATE UNIQUE INDEX signing_key_newest ON webhooks.signing_key (workspace_id, endpoint_id) WHERE ends_at IS NULL;

-- What the dispatcher knows of an endpoint. Made with it; rows are small and change often.
CREATE TABLE webhooks.endpoint_state (
    workspace_id    uuid        NOT NULL,
    endpoint_id     uuid        NOT NULL,
    tenant_id       uuid        NOT NULL,
    next_due        timestamptz,
    module_on       boolean     NOT NULL DEFAULT true,
    account_paused  boolean     NOT NULL DEFAULT false,
    stopped_at      timestamptz,
    failing_since   timestamptz,
    failed_attempts integer     NOT NULL DEFAULT 0,
    told_failing    boolean     NOT NULL DEFAULT false,
    last_success_at timestamptz,
    last_failure_at timestamptz,
    breaker_until   timestamptz,
    slow            boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (workspace_id, endpoint_id),
    FOREIGN KEY (workspace_id, endpoint_id) REFERENCES webhooks.endpoint (workspace_id, id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX endpoint_state_due ON webhooks.endpoint_state (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX endpoint_state_tenant ON webhooks.endpoint_state (tenant_id);
COMMENT ON COLUMN webhooks.endpoint_state.next_due IS 'when to look for deliveries again; null: none waits';
COMMENT ON COLUMN webhooks.endpoint_state.stopped_at IS 'since when nothing goes out, so that the clock of failing stands';
COMMENT ON COLUMN webhooks.endpoint_state.failing_since IS 'first failure after the last success';

-- Changes whenever an endpoint or a key of the workspace does: whoever remembers endpoints compares it.
CREATE TABLE webhooks.roster (
    workspace_id uuid   PRIMARY KEY,
    revision     bigint NOT NULL
);

-- Exactly the bytes that are signed and sent, in the body.
CREATE TABLE webhooks.event (
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    tenant_id     uuid        NOT NULL DEFAULT webhooks.this_tenant(),
    type          text        NOT NULL,
    made_at       timestamptz NOT NULL,
    request_id    uuid,
    resource_type text        NOT NULL,
    resource_id   text        NOT NULL,
    version       bigint      NOT NULL,
    body          bytea       NOT NULL CHECK (octet_length(body) <= 262144),
    PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX event_request ON webhooks.event (workspace_id, request_id) WHERE request_id IS NOT NULL;

-- The round is zero for the delivery an event makes by itself, the replay's id for a replay, the delivery's own for a test.
-- Lane and version are there where an ordered endpoint must not overtake: a delivery that waits for its turn has no
-- next_attempt_at.
CREATE TABLE webhooks.delivery (
    workspace_id    uuid        NOT NULL,
    event_id        uuid        NOT NULL,
    endpoint_id     uuid        NOT NULL,
    round           uuid        NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    id              uuid        NOT NULL,
    tenant_id       uuid        NOT NULL DEFAULT webhooks.this_tenant(),
    event_type      text        NOT NULL,
    request_id      uuid,
    trigger         text        NOT NULL CHECK (trigger IN ('scheduled', 'manual', 'test', 'replay')),
    status          text        NOT NULL CHECK (status IN ('pending', 'delivering', 'retrying', 'succeeded', 'failed', 'paused')),
    failure         text,
    attempt_count   integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    lease_token     uuid,
    leased_until    timestamptz,
    lane            text,
    version         bigint      NOT NULL DEFAULT 0,
    made_at         timestamptz NOT NULL,
    settled_at      timestamptz,
    PRIMARY KEY (event_id, endpoint_id, round),
    CHECK ((lease_token IS NULL) = (leased_until IS NULL)),
    CHECK ((settled_at IS NULL) = (status NOT IN ('succeeded', 'failed')))
) PARTITION BY RANGE (event_id);
CREATE INDEX delivery_by_id ON webhooks.delivery (workspace_id, id);
CREATE INDEX delivery_by_endpoint ON webhooks.delivery (workspace_id, endpoint_id, id);
CREATE INDEX delivery_due ON webhooks.delivery (endpoint_id, COALESCE(leased_until, next_attempt_at))
    WHERE settled_at IS NULL;
CREATE INDEX delivery_in_lane ON webhooks.delivery (endpoint_id, lane, version, event_id)
    WHERE settled_at IS NULL AND lane IS NOT NULL;

CREATE TABLE webhooks.attempt (
    workspace_id      uuid        NOT NULL,
    id                uuid        NOT NULL,
    delivery_id       uuid        NOT NULL,
    event_id          uuid        NOT NULL,
    endpoint_id       uuid        NOT NULL,
    number            integer     NOT NULL,
    trigger           text        NOT NULL,
    started_at        timestamptz NOT NULL,
    dns_micros        bigint,
    connect_micros    bigint,
    tls_micros        bigint,
    first_byte_micros bigint,
    total_micros      bigint      NOT NULL,
    address           text,
    status_code       integer,
    error_class       text,
    response_head     text,
    key_ids           text[]      NOT NULL,
    next_attempt_at   timestamptz,
    charged_micros    bigint      NOT NULL CHECK (charged_micros >= 0),
    PRIMARY KEY (delivery_id, id)
) PARTITION BY RANGE (id);

-- The one delivery of a resource that may go out at an ordered endpoint. A resource without waiting deliveries has no row.
CREATE TABLE webhooks.lane (
    workspace_id uuid NOT NULL,
    endpoint_id  uuid NOT NULL,
    resource     text NOT NULL,
    head         uuid NOT NULL,
    PRIMARY KEY (workspace_id, endpoint_id, resource)
);
COMMENT ON COLUMN webhooks.lane.head IS 'the event whose delivery goes first';

-- A topic that was made anew has another id, and starts at 0.
CREATE TABLE webhooks.log_position (
    partition integer PRIMARY KEY,
    topic_id  uuid    NOT NULL,
    next      bigint  NOT NULL
);

-- Makes the day's partitions. May be called at will; a call that comes second waits for the first.
CREATE FUNCTION webhooks.open_day(day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first  CONSTANT uuid := webhooks.least_id(day::timestamp AT TIME ZONE 'UTC');
    beyond CONSTANT uuid := webhooks.least_id((day + 1)::timestamp AT TIME ZONE 'UTC');
    stem   text;
    part   text;
BEGIN
    IF to_regclass('webhooks.attempt_' || to_char(day, 'YYYYMMDD')) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('webhooks.open_day', 0));
    FOREACH stem IN ARRAY ARRAY['event', 'delivery', 'attempt'] LOOP
        part := stem || '_' || to_char(day, 'YYYYMMDD');
        IF to_regclass('webhooks.' || part) IS NULL THEN
            EXECUTE format('CREATE TABLE webhooks.%I PARTITION OF webhooks.%I FOR VALUES FROM (%L) TO (%L)',
                part, stem, first, beyond);
        END IF;
    END LOOP;
END $$;

-- Drops the partitions of days before this one; gives how many.
CREATE FUNCTION webhooks.drop_before(first_kept date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    part    text;
    dropped integer := 0;
BEGIN
    FOR part IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent IN ('webhooks.event'::regclass, 'webhooks.delivery'::regclass, 'webhooks.attempt'::regclass)
           AND right(c.relname, 8) < to_char(first_kept, 'YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE webhooks.%I', part);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;

-- Every change of an endpoint is seen by whoever remembers it, and by the dispatcher's clock.
CREATE FUNCTION webhooks.changed(workspace uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO webhooks.roster AS r (workspace_id, revision) VALUES (workspace, 1)
    ON CONFLICT (workspace_id) DO UPDATE SET revision = r.revision + 1;
    SELECT pg_notify('tollgate_webhooks', workspace::text);
$$;

CREATE FUNCTION webhooks.after_key() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM webhooks.changed(COALESCE(NEW.workspace_id, OLD.workspace_id));
    RETURN NULL;
END $$;
CREATE TRIGGER signing_key_changed AFTER INSERT OR UPDATE OR DELETE ON webhooks.signing_key
    FOR EACH ROW EXECUTE FUNCTION webhooks.after_key();

-- What stops leaves the clock of failing where it is; what goes on again is looked at at once, and so is what is archived.
CREATE FUNCTION webhooks.after_endpoint() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO webhooks.endpoint_state (workspace_id, endpoint_id, tenant_id, stopped_at)
        VALUES (NEW.workspace_id, NEW.id, NEW.tenant_id, CASE WHEN NEW.status <> 'active' THEN now() END);
    ELSIF NEW.status = 'active' AND OLD.status <> 'active' THEN
        UPDATE webhooks.endpoint_state s
           SET next_due = now(), breaker_until = NULL, slow = false,
               failing_since = CASE WHEN OLD.status = 'disabled' THEN NULL
                                    ELSE s.failing_since + (now() - COALESCE(s.stopped_at, now())) END,
               failed_attempts = CASE WHEN OLD.status = 'disabled' THEN 0 ELSE s.failed_attempts END,
               stopped_at = CASE WHEN s.module_on AND NOT s.account_paused THEN NULL ELSE now() END
         WHERE s.workspace_id = NEW.workspace_id AND s.endpoint_id = NEW.id;
    ELSIF NEW.status <> OLD.status THEN
        UPDATE webhooks.endpoint_state s
           SET stopped_at = COALESCE(s.stopped_at, now()),
               next_due = CASE WHEN NEW.status = 'archived' THEN now() ELSE s.next_due END
         WHERE s.workspace_id = NEW.workspace_id AND s.endpoint_id = NEW.id;
    END IF;
    PERFORM webhooks.changed(NEW.workspace_id);
    RETURN NULL;
END $$;
CREATE TRIGGER endpoint_changed AFTER INSERT OR UPDATE ON webhooks.endpoint
    FOR EACH ROW EXECUTE FUNCTION webhooks.after_endpoint();

CALL records.walled('webhooks.endpoint', 'SELECT, INSERT, UPDATE');
CALL records.walled('webhooks.signing_key');
CALL records.walled('webhooks.endpoint_state', 'SELECT, INSERT, UPDATE');
CALL records.walled('webhooks.event', 'SELECT, INSERT');
CALL records.walled('webhooks.delivery', 'SELECT, INSERT, UPDATE');
CALL records.walled('webhooks.attempt', 'SELECT');

-- Deliveries as people see them: what cannot go out is paused, whatever it waits for by itself.
CREATE VIEW webhooks.delivery_shown WITH (security_invoker = true) AS
    SELECT d.workspace_id, d.tenant_id, d.id, d.event_id, d.endpoint_id, d.round, d.event_type, d.request_id, d.trigger,
           CASE WHEN d.settled_at IS NULL AND d.leased_until IS NULL
                     AND (s.account_paused OR NOT s.module_on OR e.status = 'disabled'
                          OR e.status = 'paused' AND d.trigger <> 'test')
                THEN 'paused' ELSE d.status END AS status,
           d.failure, d.attempt_count, CASE WHEN d.settled_at IS NULL THEN d.next_attempt_at END AS next_attempt_at,
           d.lane, d.version, d.made_at, d.settled_at
      FROM webhooks.delivery d
      JOIN webhooks.endpoint e ON e.workspace_id = d.workspace_id AND e.id = d.endpoint_id
      JOIN webhooks.endpoint_state s ON s.workspace_id = d.workspace_id AND s.endpoint_id = d.endpoint_id;
GRANT SELECT ON webhooks.delivery_shown TO tollgate_app;

-- The dispatcher sees every workspace.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['roster', 'lane', 'log_position'] LOOP
        EXECUTE format('ALTER TABLE webhooks.%I ENABLE ROW LEVEL SECURITY', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['endpoint', 'signing_key', 'endpoint_state', 'roster', 'event', 'delivery', 'attempt',
                                'lane', 'log_position'] LOOP
        EXECUTE format('CREATE POLICY dispatched ON webhooks.%I TO tollgate_dispatcher USING (true) WITH CHECK (true)', name);
    END LOOP;
END $$;
GRANT USAGE ON SCHEMA webhooks TO tollgate_dispatcher;
GRANT SELECT, UPDATE ON webhooks.endpoint, webhooks.signing_key, webhooks.endpoint_state TO tollgate_dispatcher;
GRANT SELECT ON webhooks.roster TO tollgate_dispatcher;
GRANT SELECT, INSERT ON webhooks.event, webhooks.attempt TO tollgate_dispatcher;
GRANT SELECT, INSERT, UPDATE ON webhooks.delivery, webhooks.log_position TO tollgate_dispatcher;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhooks.lane TO tollgate_dispatcher;
REVOKE ALL ON FUNCTION webhooks.open_day(date), webhooks.drop_before(date), webhooks.changed(uuid), webhooks.after_key(),
    webhooks.after_endpoint() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION webhooks.open_day(date), webhooks.drop_before(date) TO tollgate_dispatcher;

-- Until a dispatcher has run, test deliveries still find a day to lie in.
SELECT webhooks.open_day(d::date)
  FROM generate_series(now() AT TIME ZONE 'UTC' - interval '1 day', now() AT TIME ZONE 'UTC' + interval '7 days', '1 day') AS d;
