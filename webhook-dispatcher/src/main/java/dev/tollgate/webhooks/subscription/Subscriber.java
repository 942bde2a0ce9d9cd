package dev.tollgate.webhooks.subscription;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.holder.HolderRights;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.util.List;

/**
 * An endpoint as the dispatcher needs it.
 *
 * @param eventTypes what it asked for, as patterns
 * @param status {@code active}, {@code paused} or {@code disabled}
 * @param ratePerSecond attempts per second at most; 0 for no limit
 * @param blocked whether a breaker, its account or its module held it back when this was read
 * @param version of the record
 * @param rights what its holder may read
 */
public record Subscriber(
        WorkspaceId workspace,
        WebhookId id,
        TenantId tenant,
        URI url,
        List<String> eventTypes,
        String status,
        int maxAttempts,
        int ratePerSecond,
        boolean ordered,
        boolean blocked,
        long version,
        HolderRights rights) {

    static final String SELECT = """
            SELECT e.workspace_id, e.id, e.tenant_id, e.url, e.event_types, e.status, e.max_attempts,
                   COALESCE(e.rate_limit, 0) AS rate, e.ordered, e.version, e.holder_kind, e.holder_id,
                   s.account_paused OR NOT s.module_on OR s.breaker_until IS NOT NULL AS blocked
              FROM webhooks.endpoint e
              JOIN webhooks.endpoint_state s ON s.workspace_id = e.workspace_id AND s.endpoint_id = e.id
             WHERE e.workspace_id = ANY ($1) AND e.status <> 'archived'
            """;

    public Subscriber {
        eventTypes = List.copyOf(eventTypes);
    }

    static Subscriber of(Row row, HolderRights rights) {
        return new Subscriber(
                new WorkspaceId(row.getUUID("workspace_id")),
                new WebhookId(row.getUUID("id")),
                new TenantId(row.getUUID("tenant_id")),
                URI.create(row.getString("url")),
                List.of(row.getArrayOfStrings("event_types")),
                row.getString("status"),
                row.getInteger("max_attempts"),
                row.getInteger("rate"),
                row.getBoolean("ordered"),
                row.getBoolean("blocked"),
                row.getLong("version"),
                rights);
    }

    /** Whether deliveries of this trigger go out: tests are sent to paused endpoints too. */
    public boolean takes(String trigger) {
        return status.equals("active") || (status.equals("paused") && trigger.equals("test"));
    }
}
