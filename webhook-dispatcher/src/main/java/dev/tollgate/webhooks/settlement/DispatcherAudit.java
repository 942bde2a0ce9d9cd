package dev.tollgate.webhooks.settlement;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.records.audit.chain.AuditBody;
import dev.tollgate.records.audit.chain.AuditEntry;
import dev.tollgate.records.audit.chain.AuditRows;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.WebhookId;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Audit entries of the dispatcher's own changes, in the transaction of the change. */
public final class DispatcherAudit {

    /** Actor of automatic changes of endpoints. */
    static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, "webhook-dispatcher", "webhook dispatcher");

    private static final AuditedAction DISABLE = new AuditedAction("disable_webhook", "webhook.disable");
    private static final AuditedAction PAUSE = new AuditedAction("pause_webhook", "webhook.pause");
    /** The actions of all its entries. */
    public static final List<String> ACTIONS = List.of(DISABLE.action(), PAUSE.action());

    private static final String RESOURCE = "webhook";
    private static final String NOWHERE = "";

    private record AuditedAction(String operation, String action) {}

    private record Target(UUID workspace, UUID tenant, UUID endpoint) {}

    private record State(String status, @Nullable String statusReason, long version) {}

    private final SettlementParts parts;

    DispatcherAudit(SettlementParts parts) {
        this.parts = parts;
    }

    /**
     * An endpoint was disabled.
     *
     * @param attempt the one that brought it about; the entry has its id as request id
     * @param row before and after, as {@link HealthRows#disable} gives them
     */
    void disabled(Transaction transaction, HealthRows.EndpointHealth health, UUID attempt, Row row) {
        var target = new Target(health.workspace(), health.tenant(), health.endpoint());
        changed(transaction, target, row, facts(target, attempt, DISABLE));
    }

    /**
     * An endpoint was paused because its holder lost access.
     *
     * @param row before and after, in the columns of {@link HealthRows#disable}
     */
    void paused(Transaction transaction, LostAccess.Lost lost, Row row) {
        var target = new Target(lost.workspace(), lost.tenant(), lost.endpoint());
        changed(transaction, target, row, facts(target, parts.ids().next(), PAUSE));
    }

    private void changed(Transaction transaction, Target target, Row row, CallFacts facts) {
        var webhook = new WebhookId(target.endpoint()).text();
        var body = new AuditBody();
        body.add(
                RESOURCE,
                webhook,
                new State(row.getString("was_status"), row.getString("was_reason"), row.getLong("was_version")),
                new State(row.getString("status"), row.getString("status_reason"), row.getLong("version")));
        var changes = body.text();
        var entry = new AuditEntry(
                parts.ids().next(), facts, RESOURCE, webhook, AuditEntry.OK, 1, AuditBody.digest(changes), null);
        AuditRows.atCommit(transaction, entry, changes, parts.slices());
    }

    private CallFacts facts(Target target, UUID request, AuditedAction action) {
        return new CallFacts(
                new RequestId(request),
                null,
                parts.clock().instant(),
                new TenantId(target.tenant()),
                new WorkspaceId(target.workspace()),
                ACTOR,
                Surface.WEBHOOK,
                action.operation(),
                action.action(),
                null,
                NOWHERE,
                null);
    }
}
