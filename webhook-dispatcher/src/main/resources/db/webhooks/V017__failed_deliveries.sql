-- Lists of deliveries by status. Failed ones have an index of their own; those that are not settled are found by their
-- endpoints (delivery_due); most are succeeded, and found by the time of their ids.
CREATE INDEX delivery_failed ON webhooks.delivery (workspace_id, id) WHERE status = 'failed';

-- With the status as it is stored, which an index can have.
CREATE OR REPLACE VIEW webhooks.delivery_shown WITH (security_invoker = true) AS
    SELECT d.workspace_id, d.tenant_id, d.id, d.event_id, d.endpoint_id, d.round, d.event_type, d.request_id, d.trigger,
           CASE WHEN d.settled_at IS NULL AND d.leased_until IS NULL
                     AND (s.account_paused OR NOT s.module_on OR e.status = 'disabled'
                          OR e.status = 'paused' AND d.trigger <> 'test')
                THEN 'paused' ELSE d.status END AS status,
           d.failure, d.attempt_count, CASE WHEN d.settled_at IS NULL THEN d.next_attempt_at END AS next_attempt_at,
           d.lane, d.version, d.made_at, d.settled_at, d.last_status_code, d.status AS stored_status
      FROM webhooks.delivery d
      JOIN webhooks.endpoint e ON e.workspace_id = d.workspace_id AND e.id = d.endpoint_id
      JOIN webhooks.endpoint_state s ON s.workspace_id = d.workspace_id AND s.endpoint_id = d.endpoint_id;
