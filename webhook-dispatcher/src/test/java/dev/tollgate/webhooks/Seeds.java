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
        database.execute("""
                INSERT INTO webhooks.endpoint (workspace_id, id, tenant_id, name, url, event_types, status, max_attempts, ordered,
                        metadata, secret_changed_at, created_at, updated_at, version, source, last_actor)
                VALUES ('%s', '%s', '%s', 'Orders', 'https://hooks.example.com/', '{task.*}', 'active', 10, false, '{}', now(), now(),
                        now(), 1, 'api', 'key_1')
                """.formatted(workspace, id, TENANT));
        return id;
    }

    /** Events of one type, made now. */
    public void events(UUID workspace, String type, int count) {
        database.execute("""
                INSERT INTO webhooks.event (workspace_id, id, tenant_id, type, made_at, resource_type, resource_id, version, body)
                SELECT '%s', uuidv7(), '%s', '%s', now(), 'task', 'tsk_' || n, 1, '{}' FROM generate_series(1, %d) AS n
                """.formatted(workspace, TENANT, type, count));
    }

    /** A replay of the events of the last hour. */
    public UUID replay(UUID workspace, UUID endpoint, String type) {
        var id = UUID.randomUUID();
        database.execute("""
                INSERT INTO webhooks.replay (workspace_id, id, tenant_id, webhook_id, types, "from", "to", status, matched, made,
                        created_at, updated_at, version, source, last_actor)
                VALUES ('%s', '%s', '%s', '%s', '{%s}', now() - interval '1 hour', now() + interval '1 minute', 'running', 0, 0,
                        now(), now(), 1, 'api', 'key_1')
                """.formatted(workspace, id, TENANT, endpoint, type));
        return id;
    }
}
