package dev.tollgate.webhooks.settlement;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.records.audit.AuditBody;
import dev.tollgate.records.audit.AuditEntry;
import dev.tollgate.records.audit.AuditRows;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.WebhookId;
import io.vertx.sqlclient.Row;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the dispatcher changes by itself, in the audit: in the transaction of the change, as a person's would be. */
final class OwnAudit {

    /** Who disables an endpoint that nobody has asked to disable. */
    static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, "webhook-dispatcher", "webhook dispatcher");

    private static final String OPERATION = "disable_webhook";
    private static final String ACTION = "webhook.disable";
    private static final String RESOURCE = "webhook";
    private static final String NOWHERE = "";

    private record State(String status, @Nullable String statusReason, long version) {}

    private final SettlementParts parts;

    OwnAudit(SettlementParts parts) {
        this.parts = parts;
    }

    /**
     * An endpoint was disabled.
     *
     * @param attempt the one that brought it about; the entry has its id as request id
     * @param row before and after, as {@link HealthRows#disable} gives them
     */
    void disabled(Transaction transaction, HealthRows.Standing standing, UUID attempt, Row row) {
        var webhook = new WebhookId(standing.endpoint()).text();
        var body = new AuditBody();
        body.add(
                RESOURCE,
                webhook,
                new State(row.getString("was_status"), row.getString("was_reason"), row.getLong("was_version")),
                new State(row.getString("status"), row.getString("status_reason"), row.getLong("version")));
        var changes = body.text();
        var entry = new AuditEntry(
                parts.ids().next(),
                facts(standing, attempt),
                RESOURCE,
                webhook,
                AuditEntry.OK,
                1,
                AuditBody.digest(changes),
                null);
        AuditRows.atCommit(transaction, entry, changes, parts.slices());
    }

    private CallFacts facts(HealthRows.Standing standing, UUID attempt) {
        return new CallFacts(
                new RequestId(attempt),
                null,
                parts.clock().instant(),
                new TenantId(standing.tenant()),
                new WorkspaceId(standing.workspace()),
                ACTOR,
                Surface.WEBHOOK,
                OPERATION,
                ACTION,
                null,
                NOWHERE,
                null);
    }
}
