package dev.tollgate.records.work;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.records.audit.AuditBody;
import dev.tollgate.records.audit.AuditEntry;
import dev.tollgate.records.audit.AuditRows;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows that belong to a change besides the records themselves, sent together with its COMMIT. */
final class WorkRows {

    private static final JsonObject WRITTEN_APART = new JsonObject();

    private final WorkParts parts;

    WorkRows(WorkParts parts) {
        this.parts = parts;
    }

    /** Adds them to the transaction, and says what to do once it is durable. */
    AfterCommit add(Transaction transaction, Call<?> call, Change<?> change) {
        var after = new AfterCommit(parts);
        var tenant = call.caller().tenant();
        UUID usageId = null;
        if (tenant != null) {
            usageId = parts.ids().next();
            addUsage(transaction, call, change, new UsageName(usageId, call.facts()), after);
            addEvents(transaction, call, change, tenant, after);
        }
        addAudit(transaction, call, change, usageId);
        return after;
    }

    /** The same without usage, and without an audit row where no record has changed. */
    AfterCommit addUncharged(Transaction transaction, Call<?> call, Change<?> change) {
        var after = new AfterCommit(parts);
        var tenant = call.caller().tenant();
        if (tenant != null) {
            addEvents(transaction, call, change, tenant, after);
        }
        if (change.records().stream().anyMatch(RecordChange::changed)) {
            addAudit(transaction, call, change, null);
        }
        return after;
    }

    /** The same with usage of this name. */
    AfterCommit addCharged(Transaction transaction, Call<?> call, Change<?> change, UsageName usage) {
        var after = addUncharged(transaction, call, change);
        addUsage(transaction, call, change, usage, after);
        return after;
    }

    private void addUsage(Transaction transaction, Call<?> call, Change<?> change, UsageName name, AfterCommit after) {
        var tenant = call.caller().tenantId();
        Charge charge = call.charged(change.answer());
        var usage = new UsageRecorded(
                name.id(), name.facts(), charge, true, resourceType(call, change), resourceId(change));
        var slice = Partitioner.of(tenant.value(), parts.sliceCount());
        add(transaction, Outbox.insert(slice, Topics.USAGE, tenant.text(), UsageCodec.encode(usage), call.deadline()));
        after.wrote(slice);
        after.unused(tenant, call.charge(), charge);
    }

    private void addEvents(
            Transaction transaction, Call<?> call, Change<?> change, TenantId tenant, AfterCommit after) {
        var workspace = call.caller().workspace();
        var key = workspace == null ? tenant : workspace;
        List<byte[]> events = new ArrayList<>();
        for (var record : change.records()) {
            var type = record.event() == null ? call.operation().event() : record.event();
            if (type == null || !record.changed()) {
                continue;
            }
            var event = new DomainEvent(
                    parts.ids().next(),
                    type,
                    call.facts().time(),
                    tenant,
                    workspace,
                    call.facts().requestId(),
                    resourceType(call, record),
                    record.latest().id().text(),
                    record.version(),
                    WRITTEN_APART);
            events.add(DomainEventJson.bytes(event, record.latest()));
        }
        change.published().forEach(event -> events.add(DomainEventJson.bytes(event)));
        if (!events.isEmpty()) {
            var slice = Partitioner.of(key.value(), parts.sliceCount());
            add(transaction, Outbox.insertAll(slice, Topics.EVENTS, key.text(), events));
            after.wrote(slice);
        }
    }

    private void addAudit(Transaction transaction, Call<?> call, Change<?> change, @Nullable UUID usageId) {
        var body = new AuditBody();
        for (var record : change.records()) {
            body.add(resourceType(call, record), record.latest().id().text(), record.before(), record.after());
        }
        var text = body.isEmpty() ? null : body.text();
        var action = change.action();
        var entry = new AuditEntry(
                parts.ids().next(),
                action == null ? call.facts() : call.facts().acting(action),
                resourceType(call, change),
                resourceId(change),
                AuditEntry.OK,
                1,
                text == null ? null : AuditBody.digest(text),
                usageId);
        AuditRows.atCommit(transaction, entry, text, parts.sliceCount());
    }

    private static void add(Transaction transaction, SqlStatement statement) {
        transaction.atCommit(statement.sql(), statement.args());
    }

    private static String resourceType(Call<?> call, RecordChange record) {
        return record.resourceType() == null ? call.operation().resource() : record.resourceType();
    }

    private static String resourceType(Call<?> call, Change<?> change) {
        return change.records().isEmpty()
                ? call.operation().resource()
                : resourceType(call, change.records().getFirst());
    }

    /** The record the call was about; a call about several names none. */
    private static @Nullable String resourceId(Change<?> change) {
        return change.records().isEmpty() || change.answer() instanceof dev.tollgate.contract.operation.BatchAnswer<?>
                ? null
                : change.records().getFirst().latest().id().text();
    }
}
