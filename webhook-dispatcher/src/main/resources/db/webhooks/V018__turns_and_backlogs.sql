-- Replays take turns by tenant and workspace (stepped_at); a step that failed is put off (next_step_at), and ends its
-- replay after a number of failures in a row.
ALTER TABLE webhooks.replay
    ADD COLUMN matched_is_minimum boolean     NOT NULL DEFAULT false,
    ADD COLUMN next_step_at       timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN failed_steps       integer     NOT NULL DEFAULT 0;
DROP INDEX webhooks.replay_running;
CREATE INDEX replay_running ON webhooks.replay (next_step_at) WHERE status = 'running';
CREATE INDEX replay_steps_of_tenant ON webhooks.replay (tenant_id, stepped_at);
CREATE INDEX replay_steps_of_workspace ON webhooks.replay (workspace_id, stepped_at);

-- An endpoint that sends nothing and has too many deliveries waiting gets no more: from skipped_from on, events may lack
-- theirs, until the endpoint sends again and has caught up. A row of its own, so that settlements do not wait for it.
CREATE TABLE webhooks.endpoint_backlog (
    workspace_id uuid        NOT NULL,
    endpoint_id  uuid        NOT NULL,
    tenant_id    uuid        NOT NULL,
    skipped_from uuid,
    catch_up_at  timestamptz NOT NULL DEFAULT '-infinity',
    caught_up_at timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (workspace_id, endpoint_id),
    FOREIGN KEY (workspace_id, endpoint_id) REFERENCES webhooks.endpoint (workspace_id, id)
);
CREATE INDEX endpoint_backlog_behind ON webhooks.endpoint_backlog (catch_up_at) WHERE skipped_from IS NOT NULL;
CREATE INDEX endpoint_backlog_turn ON webhooks.endpoint_backlog (tenant_id, caught_up_at);
COMMENT ON COLUMN webhooks.endpoint_backlog.skipped_from IS 'first event that may lack its delivery; null: none does';
COMMENT ON COLUMN webhooks.endpoint_backlog.catch_up_at IS 'when it may catch up next';
COMMENT ON COLUMN webhooks.endpoint_backlog.caught_up_at IS 'when it caught up last';
ALTER TABLE webhooks.endpoint_backlog ENABLE ROW LEVEL SECURITY;
CREATE POLICY dispatched ON webhooks.endpoint_backlog TO tollgate_dispatcher USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON webhooks.endpoint_backlog TO tollgate_dispatcher;
