-- Messages that Kafka has acknowledged and whose reader has not stored yet what they say, where Kafka is not durable
-- (tollgate.kafka.durable = false). The reader notes in outbox.booked, in its own transaction, which it has stored: it may
-- be faster than the relay that moves a row here, so a sweep removes what is in both. A message that comes twice
-- is noted twice, and the second note has no row here: it goes after an hour.
CREATE TABLE outbox.kept (
    slice   integer     NOT NULL,
    id      bigint      NOT NULL,
    topic   text        NOT NULL,
    key     text        NOT NULL,
    body    bytea       NOT NULL,
    marker  boolean     NOT NULL,
    sent_at timestamptz NOT NULL,
    PRIMARY KEY (slice, id)
) WITH (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000,
    autovacuum_vacuum_cost_delay = 0
);

CREATE TABLE outbox.booked (
    slice integer     NOT NULL,
    id    bigint      NOT NULL,
    at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (slice, id)
) WITH (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000,
    autovacuum_vacuum_cost_delay = 0
);

GRANT INSERT ON outbox.kept TO tollgate_relay;
GRANT SELECT, DELETE ON outbox.kept TO tollgate_meter;
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox.booked TO tollgate_meter;
