-- Past events once more to an endpoint. The types are those the patterns stood for when it was made; position is the
-- last event that a delivery was made of.
CREATE TABLE webhooks.replay (
    workspace_id    uuid        NOT NULL,
    id              uuid        NOT NULL,
    tenant_id       uuid        NOT NULL DEFAULT webhooks.this_tenant(),
    webhook_id      uuid        NOT NULL,
    event_types     text[],
    types           text[]      NOT NULL DEFAULT '{}',
    "from"          timestamptz NOT NULL,
    "to"            timestamptz NOT NULL,
    delivery_status text,
    status          text        NOT NULL CHECK (status IN ('running', 'done', 'canceled', 'failed')),
    matched         bigint      NOT NULL,
    made            bigint      NOT NULL,
    position        uuid,
    failure         text,
    finished_at     timestamptz,
    stepped_at      timestamptz NOT NULL DEFAULT '-infinity',
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint      NOT NULL CHECK (version > 0),
    source          text        NOT NULL,
    last_actor      text        NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, webhook_id) REFERENCES webhooks.endpoint (workspace_id, id),
    CHECK ((status = 'running') = (finished_at IS NULL))
);
CREATE INDEX replay_running ON webhooks.replay (stepped_at) WHERE status = 'running';
CREATE UNIQUE INDEX replay_one_at_a_time ON webhooks.replay (workspace_id, webhook_id) WHERE status = 'running';
CREATE INDEX replay_of_webhook ON webhooks.replay (workspace_id, webhook_id, id);

CALL records.walled('webhooks.replay', 'SELECT, INSERT, UPDATE');
CREATE POLICY dispatched ON webhooks.replay TO tollgate_dispatcher USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON webhooks.replay TO tollgate_dispatcher;

-- What a replay looks through, one workspace's events in the order they were made.
CREATE INDEX event_of_workspace ON webhooks.event (workspace_id, id);
GRANT SELECT ON webhooks.delivery_shown TO tollgate_dispatcher;
