-- Metered calls of one chain and month and of at most a minute, encoded by columns (docs/usage-records.md): what lists of
-- usage and audit show of reads, and of writes what was metered. Entries are those calls that have no row in audit.event;
-- a segment with entries takes as many positions of its chain, and position is its last.
CREATE TABLE records.call_segment (
    chain          uuid        NOT NULL,
    last_id        uuid        NOT NULL,
    first_id       uuid        NOT NULL,
    tenant_id      uuid        NOT NULL,
    workspace_id   uuid,
    first_request  uuid        NOT NULL,
    last_request   uuid        NOT NULL,
    period         integer     NOT NULL,
    calls          integer     NOT NULL CHECK (calls > 0),
    quantity       bigint      NOT NULL,
    charge_micros  bigint      NOT NULL CHECK (charge_micros >= 0),
    entries        integer     NOT NULL CHECK (entries BETWEEN 0 AND calls),
    words          text[]      NOT NULL,
    body           bytea       NOT NULL,
    origins        bytea,
    origins_digest bytea       NOT NULL,
    position       bigint,
    digest         bytea       NOT NULL,
    hash           bytea,
    batch_id       uuid        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (chain, last_id),
    CHECK (chain = COALESCE(workspace_id, tenant_id)),
    CHECK ((entries > 0) = (position IS NOT NULL AND hash IS NOT NULL))
);
-- The body is compressed already.
ALTER TABLE records.call_segment ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX call_segment_position ON records.call_segment (chain, position) WHERE position IS NOT NULL;
-- For retention, which forgets them by the time in the id.
CREATE INDEX call_segment_origins ON records.call_segment (last_id) WHERE origins IS NOT NULL;

-- By what else than its time a call is looked for: the id that its caller gave it, and of a call that ended an hour or
-- more after its request, such as a late attempt of a webhook, the id of that request. Other calls have no row.
CREATE TABLE records.call_name (
    chain   uuid NOT NULL,
    name    text NOT NULL,
    call_id uuid NOT NULL,
    PRIMARY KEY (chain, name, call_id)
);

ALTER TABLE records.call_segment ENABLE ROW LEVEL SECURITY;
ALTER TABLE records.call_name    ENABLE ROW LEVEL SECURITY;

-- Inside a workspace only that workspace's; on a tenant all of its own.
CREATE POLICY own ON records.call_segment FOR SELECT TO tollgate_app
    USING (tenant_id = (SELECT runtime.current_tenant())
       AND ((SELECT runtime.current_workspace()) IS NULL OR workspace_id = (SELECT runtime.current_workspace())));
CREATE POLICY own_chain ON records.call_name FOR SELECT TO tollgate_app USING (chain = (SELECT records.chain()));
CREATE POLICY metered ON records.call_segment TO tollgate_meter USING (true) WITH CHECK (true);
CREATE POLICY metered ON records.call_name TO tollgate_meter USING (true) WITH CHECK (true);
CREATE POLICY every_chain ON records.call_segment TO tollgate_sealer USING (true) WITH CHECK (true);
CREATE POLICY metered ON audit.head TO tollgate_meter USING (true) WITH CHECK (true);

GRANT USAGE ON SCHEMA records, audit TO tollgate_meter;
GRANT SELECT ON records.call_segment, records.call_name TO tollgate_app;
GRANT SELECT, INSERT ON records.call_segment, records.call_name TO tollgate_meter;
GRANT SELECT, UPDATE (origins) ON records.call_segment TO tollgate_sealer;
GRANT SELECT, INSERT, UPDATE ON audit.head TO tollgate_meter;

-- Segments that may have a request, of every chain: for calls on the installation, which know no chain. By the bounds of
-- their requests, and by the name that a late call has. No chain has so many that it pushes out another's.
CREATE FUNCTION records.segments_of_request(of_request uuid, of_name text, since uuid, beyond uuid)
    RETURNS SETOF records.call_segment
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    (SELECT s.*
       FROM audit.head AS h
      CROSS JOIN LATERAL (
            SELECT c.* FROM records.call_segment AS c
             WHERE c.chain = h.chain AND c.last_id >= since AND c.last_id < beyond
               AND c.first_request <= of_request AND c.last_request >= of_request
             ORDER BY c.last_id LIMIT 200) AS s
      WHERE runtime.whole_installation()
      LIMIT 1000)
     UNION ALL
    (SELECT s.*
       FROM audit.head AS h
      CROSS JOIN LATERAL (
            SELECT n.call_id FROM records.call_name AS n
             WHERE n.chain = h.chain AND n.name = of_name
             ORDER BY n.call_id DESC LIMIT 50) AS late
      CROSS JOIN LATERAL (
            SELECT c.* FROM records.call_segment AS c
             WHERE c.chain = h.chain AND c.last_id >= late.call_id
             ORDER BY c.last_id LIMIT 200) AS s
      WHERE runtime.whole_installation() AND s.first_id <= late.call_id
      LIMIT 1000)
$$;
REVOKE ALL ON FUNCTION records.segments_of_request FROM PUBLIC;
GRANT EXECUTE ON FUNCTION records.segments_of_request TO tollgate_app;

-- Whether reads are counted by the hour, by the audit's own consumer of tollgate.usage, or are entries one by one, which the
-- meter makes. One row; none until the first start.
CREATE TABLE audit.read_mode (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    hourly boolean NOT NULL
);
ALTER TABLE audit.read_mode ENABLE ROW LEVEL SECURITY;

-- Changes it before a consumer starts, while no meter runs; false where reads would be lost or counted twice. Counting by
-- the hour begins where the meter is. The meter goes on where counting by the hour ended, so both must have read the same.
CREATE FUNCTION audit.use_reads(wanted boolean) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    was boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit.read_mode', 0));
    SELECT m.hourly INTO was FROM audit.read_mode AS m;
    IF was = wanted THEN
        RETURN true;
    END IF;
    IF was IS NOT NULL THEN
        IF wanted THEN
            INSERT INTO audit.intake AS i (topic, partition, topic_id, next)
            SELECT p.topic, p.partition, p.topic_id, p.next
              FROM billing.log_position AS p WHERE p.topic = 'tollgate.usage'
            ON CONFLICT (topic, partition) DO UPDATE SET topic_id = EXCLUDED.topic_id, next = EXCLUDED.next;
        ELSIF EXISTS (
            SELECT FROM billing.log_position AS p
              LEFT JOIN audit.intake AS i ON i.topic = p.topic AND i.partition = p.partition AND i.topic_id = p.topic_id
             WHERE p.topic = 'tollgate.usage' AND COALESCE(i.next, 0) <> p.next) THEN
            RETURN false;
        END IF;
    END IF;
    INSERT INTO audit.read_mode AS m (hourly) VALUES (wanted)
    ON CONFLICT (one) DO UPDATE SET hourly = EXCLUDED.hourly;
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION audit.use_reads FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.use_reads TO tollgate_meter, tollgate_sealer;
