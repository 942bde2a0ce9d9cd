package dev.tollgate.webhooks.app;

import dev.tollgate.webhooks.WebhookDatabase;
import dev.tollgate.webhooks.WebhookId;
import java.util.List;
import java.util.UUID;

/** State and audit of endpoints, read from the database. */
record EndpointRows(WebhookDatabase database) {

    /** Its status and the reason for it. */
    String standing(UUID endpoint) {
        return database.text("SELECT status || ' ' || COALESCE(status_reason, '') FROM webhooks.endpoint WHERE id = '"
                + endpoint + "'");
    }

    /** What the audit has of it, waiting to be sealed. */
    List<String> audited(UUID endpoint) {
        return List.of(database.text("SELECT string_agg(concat_ws(' ', e.actor_kind, e.actor_id, e.action, e.outcome,"
                        + " b.changes), E'\n' ORDER BY e.id) FROM audit.event e JOIN audit.body b ON b.event_id = e.id"
                        + " JOIN audit.pending p ON p.event_id = e.id AND p.chain = e.workspace_id"
                        + " WHERE e.resource_id = '" + new WebhookId(endpoint).text() + "'")
                .split("\n", -1));
    }
}
