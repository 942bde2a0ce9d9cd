package dev.tollgate.webhooks;

import java.util.UUID;

/** Rows as gateways and the intake would leave them. */
public final class Seeds {

    public static final UUID TENANT = UUID.fromString("019abe88-38ce-7c41-8a57-b1d6a9e0f3c2");

    private final WebhookDatabase database;

    public Seeds(WebhookDatabase database) {
        this.database = database;
    }

    /** An endpoint that gets tasks. */
    public UUID endpoint(UUID workspace) {
        var id = UUID.randomUUID();
        endpoints(workspace, "ARRAY['" + id + "'::uuid]");
        return id;
    }

    /** So many of them. */
    public void endpoints(UUID workspace, int count) {
        endpoints(workspace, "ARRAY(SELECT gen_random_uuid() FROM generate_series(1, " + count + "))");
    }

    private void endpoints(UUID workspace, String ids) {
        database.execute("""
                INSERT INTO webhooks.endpoint (workspace_id, id, tenant_id, name, url, event_types, status, max_attempts, ordered,
                        metadata, secret_changed_at, created_at, updated_at, version, source, last_actor)
                SELECT '%s', id, '%s', 'Orders', 'https://hooks.example.com/', '{task.*}', 'active', 10, false, '{}', now(), now(),
                       now(), 1, 'api', 'key_1'
                  FROM unnest(%s) AS id
                """.formatted(workspace, TENANT, ids));
    }

    /** Deliveries to an endpoint, due now. */
    public void deliveries(UUID workspace, UUID endpoint, int count) {
        events(workspace, "task.due", count);
        due(workspace, "e.id = '" + endpoint + "'");
    }

    /** A delivery to each endpoint of a workspace, due now. */
    public void dueEverywhere(UUID workspace) {
        events(workspace, "task.due", 1);
        due(workspace, "true");
    }

    private void due(UUID workspace, String endpoints) {
        database.execute("""
                INSERT INTO webhooks.delivery (workspace_id, event_id, endpoint_id, id, tenant_id, event_type, trigger, status,
                        next_attempt_at, made_at)
                SELECT v.workspace_id, v.id, e.id, uuidv7(), v.tenant_id, v.type, 'scheduled', 'pending', now(), now()
                  FROM webhooks.event v
                  JOIN webhooks.endpoint e ON e.workspace_id = v.workspace_id AND %2$s
                 WHERE v.workspace_id = '%1$s' AND v.type = 'task.due'
                   AND NOT EXISTS (SELECT FROM webhooks.delivery d WHERE d.event_id = v.id);
                UPDATE webhooks.endpoint_state e SET next_due = now()
                 WHERE EXISTS (SELECT FROM webhooks.delivery d WHERE d.endpoint_id = e.endpoint_id)
                """.formatted(workspace, endpoints));
    }

    /** Events of one type, made now. */
    public void events(UUID workspace, String type, int count) {
        database.execute("""
                INSERT INTO webhooks.event (workspace_id, id, tenant_id, type, made_at, resource_type, resource_id, version, body)
                SELECT '%s', uuidv7(), '%s', '%s', now(), 'task', 'tsk_' || n, 1, '{}' FROM generate_series(1, %d) AS n
                """.formatted(workspace, TENANT, type, count));
    }

    /** A replay of the events of the last hour, of a tenant that has this workspace only. */
    public UUID replay(UUID workspace, UUID endpoint, String type) {
        return replay(workspace, workspace, endpoint, type);
    }

    /** The same, of a tenant. */
    public UUID replay(UUID tenant, UUID workspace, UUID endpoint, String type) {
        var id = UUID.randomUUID();
        database.execute("""
                INSERT INTO webhooks.replay (workspace_id, id, tenant_id, webhook_id, types, "from", "to", status, matched, made,
                        created_at, updated_at, version, source, last_actor)
                VALUES ('%s', '%s', '%s', '%s', '{%s}', now() - interval '1 hour', now() + interval '1 minute', 'running', 0, 0,
                        now(), now(), 1, 'api', 'key_1')
                """.formatted(workspace, id, tenant, endpoint, type));
        return id;
    }
}
