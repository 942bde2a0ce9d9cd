-- Where the meter stands in the log, what it could not read, and what it has told.

-- A topic that was made anew has another id, and starts at 0.
CREATE TABLE billing.log_position (
    partition  integer PRIMARY KEY,
    topic_id   uuid    NOT NULL,
    next       bigint  NOT NULL
);

CREATE TABLE billing.dead_letter (
    id          uuid        PRIMARY KEY,
    partition   integer     NOT NULL,
    topic_id    uuid        NOT NULL,
    log_offset  bigint      NOT NULL,
    event_id    uuid,
    reason      text        NOT NULL,
    body        bytea       NOT NULL,
    made_at     timestamptz NOT NULL
);

-- One row per threshold and month: the row is why it is told once.
CREATE TABLE billing.threshold_reached (
    tenant_id   uuid        NOT NULL,
    period      integer     NOT NULL,
    measure     text        NOT NULL CHECK (measure IN ('included', 'cap')),
    percent     integer     NOT NULL,
    reached_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, period, measure, percent)
);

-- Whether the account has been told to be exhausted.
CREATE TABLE billing.exhaustion (
    tenant_id  uuid        PRIMARY KEY,
    exhausted  boolean     NOT NULL,
    since      timestamptz NOT NULL
);

ALTER TABLE billing.threshold_reached ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.exhaustion        ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON billing.threshold_reached TO tollgate_app
    USING (tenant_id = billing.this_tenant()) WITH CHECK (tenant_id = billing.this_tenant());
CREATE POLICY own ON billing.exhaustion TO tollgate_app
    USING (tenant_id = billing.this_tenant()) WITH CHECK (tenant_id = billing.this_tenant());
CREATE POLICY metered ON billing.threshold_reached TO tollgate_meter USING (true) WITH CHECK (true);
CREATE POLICY metered ON billing.exhaustion        TO tollgate_meter USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON billing.log_position TO tollgate_meter;
GRANT SELECT, INSERT ON billing.dead_letter TO tollgate_meter;
GRANT SELECT, INSERT ON billing.threshold_reached TO tollgate_app, tollgate_meter;
GRANT SELECT, INSERT, UPDATE ON billing.exhaustion TO tollgate_app, tollgate_meter;
