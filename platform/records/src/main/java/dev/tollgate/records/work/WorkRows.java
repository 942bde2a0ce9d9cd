package dev.tollgate.records.work;

import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.records.audit.chain.AuditBody;
import dev.tollgate.records.audit.chain.AuditEntry;
import dev.tollgate.records.audit.chain.AuditRows;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.postgres.RowInsert;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows that belong to a change besides the records themselves: each is an INSERT that does not need the others. */
final class WorkRows {

    private static final JsonObject WRITTEN_APART = new JsonObject();

    /** The records of a change as JSON, each made once. */
    private static final class RecordTexts {
        private final List<RecordChange> records;
        private final @Nullable String[] texts;

        RecordTexts(Change<?> change) {
            this.records = change.records();
            this.texts = new @Nullable String[records.size()];
        }

        String latest(int index) {
            var text = texts[index];
            if (text == null) {
                text = Json.text(records.get(index).latest());
                texts[index] = text;
            }
            return text;
        }
    }

    private final WorkParts parts;

    WorkRows(WorkParts parts) {
        this.parts = parts;
    }

    /** Adds them to those of a transaction, and says what to do once it is durable. */
    AfterCommit add(Consumer<RowInsert> rows, Call<?> call, Change<?> change) {
        var after = new AfterCommit(parts);
        var tenant = call.caller().tenant();
        var texts = new RecordTexts(change);
        UUID usageId = null;
        if (tenant != null) {
            usageId = parts.ids().next();
            addUsage(rows, call, change, new UsageName(usageId, call.facts()), after);
            addEvents(rows, call, change, texts, after);
        }
        addAudit(rows, call, change, texts, usageId);
        return after;
    }

    /** The same without usage, and without an audit row where no record has changed. */
    AfterCommit addUncharged(Consumer<RowInsert> rows, Call<?> call, Change<?> change) {
        var after = new AfterCommit(parts);
        var texts = new RecordTexts(change);
        if (call.caller().tenant() != null) {
            addEvents(rows, call, change, texts, after);
        }
        if (change.records().stream().anyMatch(RecordChange::changed)) {
            addAudit(rows, call, change, texts, null);
        }
        return after;
    }

    /** The same with usage of this name. */
    AfterCommit addCharged(Consumer<RowInsert> rows, Call<?> call, Change<?> change, UsageName usage) {
        var after = addUncharged(rows, call, change);
        addUsage(rows, call, change, usage, after);
        return after;
    }

    private void addUsage(Consumer<RowInsert> rows, Call<?> call, Change<?> change, UsageName name, AfterCommit after) {
        var tenant = call.caller().tenantId();
        Charge charge = call.charged(change.answer());
        var usage = new UsageRecorded(
                name.id(), name.facts(), charge, true, resourceType(call, change), resourceId(change));
        var slice = Partitioner.of(tenant.value(), parts.sliceCount());
        rows.accept(Outbox.insert(slice, Topics.USAGE, tenant.text(), UsageCodec.encode(usage), call.deadline()));
        after.wrote(slice);
        after.unused(tenant, call.charge(), charge);
    }

    private void addEvents(
            Consumer<RowInsert> rows, Call<?> call, Change<?> change, RecordTexts texts, AfterCommit after) {
        var tenant = call.caller().tenantId();
        var workspace = call.caller().workspace();
        var key = workspace == null ? tenant : workspace;
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < change.records().size(); i++) {
            var record = change.records().get(i);
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
            events.add(DomainEventJson.bytes(event, texts.latest(i)));
        }
        change.published().forEach(event -> events.add(DomainEventJson.bytes(event)));
        if (!events.isEmpty()) {
            var slice = Partitioner.of(key.value(), parts.sliceCount());
            rows.accept(Outbox.insertAll(slice, Topics.EVENTS, key.text(), events));
            after.wrote(slice);
        }
    }

    private void addAudit(
            Consumer<RowInsert> rows, Call<?> call, Change<?> change, RecordTexts texts, @Nullable UUID usageId) {
        var body = new AuditBody();
        for (int i = 0; i < change.records().size(); i++) {
            var record = change.records().get(i);
            var type = resourceType(call, record);
            var id = record.latest().id().text();
            if (record.before() == null) {
                body.addNew(type, id, record.latest(), texts.latest(i));
            } else {
                body.add(type, id, record.before(), record.after());
            }
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
        AuditRows.inserts(entry, text, parts.sliceCount()).forEach(rows);
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
