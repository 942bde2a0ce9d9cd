-- A period is a month, as the number of months since the year 0.
--
-- What was used, call by call, and its sums. Rows are partitioned by the day in their UUIDv7 id, and the id is the
-- primary key: a second delivery of an event finds its row and does nothing.

CREATE SCHEMA IF NOT EXISTS billing;
GRANT USAGE ON SCHEMA billing TO tollgate_app, tollgate_meter;

CREATE FUNCTION billing.this_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('tollgate.tenant', true), '')::uuid;
CREATE FUNCTION billing.this_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('tollgate.workspace', true), '')::uuid;

CREATE TABLE billing.usage_event (
    id                 uuid        PRIMARY KEY,
    tenant_id          uuid        NOT NULL,
    workspace_id       uuid,
    request_id         uuid        NOT NULL,
    client_request_id  text,
    at                 timestamptz NOT NULL,
    period             integer     NOT NULL,
    credential_id      text        NOT NULL,
    surface            text        NOT NULL,
    operation          text        NOT NULL,
    module             text        NOT NULL,
    dimension          text        NOT NULL,
    quantity           bigint      NOT NULL CHECK (quantity >= 0),
    price_version      text        NOT NULL,
    charge_micros      bigint      NOT NULL CHECK (charge_micros >= 0),
    inc                bigint,
    bucket             bigint,
    batch_id           uuid        NOT NULL,
    recorded_at        timestamptz NOT NULL
) PARTITION BY RANGE (id);
CREATE INDEX usage_event_by_request ON billing.usage_event (request_id);
CREATE INDEX usage_event_by_workspace ON billing.usage_event (workspace_id, id DESC);
CREATE INDEX usage_event_by_client_request ON billing.usage_event (workspace_id, client_request_id)
    WHERE client_request_id IS NOT NULL;

-- The least id a UUIDv7 made at this instant can have.
CREATE FUNCTION billing.least_id(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- Makes the partition of a day. May be called at will; a call that comes second waits for the first.
CREATE FUNCTION billing.open_usage_day(day date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    partition text := 'usage_event_' || to_char(day, 'YYYYMMDD');
BEGIN
    IF to_regclass('billing.' || partition) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('billing.open_usage_day', 0));
    IF to_regclass('billing.' || partition) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE billing.%I PARTITION OF billing.usage_event FOR VALUES FROM (%L) TO (%L)', partition,
        billing.least_id(day::timestamp AT TIME ZONE 'UTC'), billing.least_id((day + 1)::timestamp AT TIME ZONE 'UTC'));
END $$;

-- Drops the partitions of days before this one; gives how many.
CREATE FUNCTION billing.drop_usage_before(first_kept date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    partition text;
    dropped integer := 0;
BEGIN
    FOR partition IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         WHERE i.inhparent = 'billing.usage_event'::regclass
           AND c.relname < 'usage_event_' || to_char(first_kept, 'YYYYMMDD')
    LOOP
        EXECUTE format('DROP TABLE billing.%I', partition);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;

REVOKE ALL ON FUNCTION billing.open_usage_day(date), billing.drop_usage_before(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION billing.open_usage_day(date), billing.drop_usage_before(date) TO tollgate_meter;

-- Sums of the rows above, kept in the same transaction. Calls on a tenant have no workspace.
CREATE TABLE billing.usage_sum (
    tenant_id      uuid   NOT NULL,
    workspace_id   uuid,
    period         integer NOT NULL,
    day            date   NOT NULL,
    dimension      text   NOT NULL,
    credential_id  text   NOT NULL,
    module         text   NOT NULL,
    surface        text   NOT NULL,
    price_version  text   NOT NULL,
    calls          bigint NOT NULL,
    quantity       bigint NOT NULL,
    charge_micros  bigint NOT NULL
);
CREATE UNIQUE INDEX usage_sum_key ON billing.usage_sum
    (tenant_id, workspace_id, day, dimension, credential_id, module, surface, price_version, period) NULLS NOT DISTINCT;
CREATE INDEX usage_sum_by_period ON billing.usage_sum (tenant_id, period);

ALTER TABLE billing.usage_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.usage_sum   ENABLE ROW LEVEL SECURITY;

-- Inside a workspace only that workspace's; on a tenant all of its own.
CREATE POLICY own ON billing.usage_event FOR SELECT TO tollgate_app
    USING (tenant_id = billing.this_tenant() AND (billing.this_workspace() IS NULL OR workspace_id = billing.this_workspace()));
CREATE POLICY own ON billing.usage_sum FOR SELECT TO tollgate_app
    USING (tenant_id = billing.this_tenant() AND (billing.this_workspace() IS NULL OR workspace_id = billing.this_workspace()));
CREATE POLICY metered ON billing.usage_event TO tollgate_meter USING (true) WITH CHECK (true);
CREATE POLICY metered ON billing.usage_sum   TO tollgate_meter USING (true) WITH CHECK (true);

GRANT SELECT ON billing.usage_event, billing.usage_sum TO tollgate_app;
GRANT SELECT, INSERT ON billing.usage_event TO tollgate_meter;
GRANT SELECT, INSERT, UPDATE ON billing.usage_sum TO tollgate_meter;

-- What the request look-up shows of a request's usage; the bounds of the id keep it to the request's own day.
CREATE VIEW billing.request_usage WITH (security_invoker = true) AS
    SELECT id, request_id, workspace_id, period, dimension, quantity, price_version, charge_micros, recorded_at
      FROM billing.usage_event;
GRANT SELECT ON billing.request_usage TO tollgate_app;
