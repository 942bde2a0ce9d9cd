package dev.tollgate.records.audit.chain;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.Columns;
import dev.tollgate.runtime.postgres.InsertSql;
import dev.tollgate.runtime.postgres.RowInsert;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Entries as rows: the statements that store them and the reading of what they stored. */
public final class AuditRows {

    /** The columns of an entry, in the order in which {@link #entry} reads them. */
    public static final String COLUMNS = """
            chain, id, at, tenant_id, workspace_id, request_id, client_request_id, actor_kind, actor_id, actor_name, \
            surface, operation, action, resource_type, resource_id, outcome, calls, input_digest, body_digest, \
            usage_id, client_address, user_agent, dry_run""";

    /** The types of the columns, in their order. */
    private static final List<Class<?>> TYPES = List.of(
            UUID.class,
            UUID.class,
            OffsetDateTime.class,
            UUID.class,
            UUID.class,
            UUID.class,
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            Long.class,
            Buffer.class,
            Buffer.class,
            UUID.class,
            String.class,
            String.class,
            Boolean.class);

    private static final InsertSql INSERT =
            InsertSql.ofValues("INSERT INTO audit.event (" + COLUMNS + ')', TYPES.size());

    private static final InsertSql INSERT_BODY =
            InsertSql.ofValues("INSERT INTO audit.body (event_id, chain, changes)", 3);

    private static final InsertSql INSERT_PENDING = InsertSql.ofValues(
                    "INSERT INTO audit.pending (slice, event_id, chain)", 3)
            .onConflict("DO NOTHING");

    private AuditRows() {}

    /** The values of an entry, in the order of {@link #COLUMNS}. */
    public static Tuple row(AuditEntry entry) {
        var facts = entry.facts();
        return Tuple.tuple()
                .addValue(entry.chain().id())
                .addValue(entry.id())
                .addValue(time(facts.time()))
                .addValue(facts.tenant() == null ? null : facts.tenant().value())
                .addValue(facts.workspace() == null ? null : facts.workspace().value())
                .addValue(facts.requestId().value())
                .addValue(facts.clientRequestId())
                .addValue(facts.actor().kind().text())
                .addValue(facts.actor().id())
                .addValue(facts.actor().name())
                .addValue(facts.surface().text())
                .addValue(facts.operation())
                .addValue(facts.action())
                .addValue(entry.resourceType())
                .addValue(entry.resourceId())
                .addValue(entry.outcome())
                .addValue(entry.calls())
                .addValue(
                        facts.inputDigest() == null
                                ? null
                                : Buffer.buffer(HexFormat.of().parseHex(facts.inputDigest())))
                .addValue(entry.bodyDigest())
                .addValue(entry.usageId())
                .addValue(facts.clientAddress())
                .addValue(facts.userAgent())
                .addValue(facts.dryRun());
    }

    /** The same as an array per column, for many entries at once. */
    public static Tuple columns(List<AuditEntry> entries) {
        return Columns.of(TYPES, entries.stream().map(AuditRows::row).toList());
    }

    /** An entry from a row that starts with {@link #COLUMNS}. */
    public static AuditEntry entry(Row row) {
        return new AuditEntry(
                row.getUUID(1),
                facts(row),
                row.getString(13),
                row.getString(14),
                row.getString(15),
                row.getLong(16),
                row.getBuffer(18),
                row.getUUID(19));
    }

    private static CallFacts facts(Row row) {
        var tenant = row.getUUID(3);
        var workspace = row.getUUID(4);
        var digest = row.getBuffer(17);
        return new CallFacts(
                new RequestId(row.getUUID(5)),
                row.getString(6),
                row.getOffsetDateTime(2).toInstant(),
                tenant == null ? null : new TenantId(tenant),
                workspace == null ? null : new WorkspaceId(workspace),
                new Actor(
                        Actor.Kind.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                        row.getString(8),
                        row.getString(9)),
                Surface.valueOf(row.getString(10).toUpperCase(Locale.ROOT)),
                row.getString(11),
                row.getString(12),
                digest == null ? null : HexFormat.of().formatHex(digest.getBytes()),
                row.getString(20),
                row.getString(21),
                row.getBoolean(22));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * Adds an entry to a transaction, to be stored with its COMMIT and sealed soon after.
     *
     * @param changes before and after, as {@link AuditBody#text()} has them; null when there are none
     * @param slices among which sealing is shared out
     */
    public static void atCommit(Transaction transaction, AuditEntry entry, @Nullable String changes, int slices) {
        inserts(entry, changes, slices).forEach(transaction::insertAtCommit);
    }

    /** The rows of an entry of a write: itself, its before and after, and that it is to be sealed. */
    public static List<RowInsert> inserts(AuditEntry entry, @Nullable String changes, int slices) {
        var chain = entry.chain().id();
        var event = INSERT.row(row(entry));
        var pending = INSERT_PENDING.row(Tuple.of(Partitioner.of(chain, slices), entry.id(), chain));
        return changes == null
                ? List.of(event, pending)
                : List.of(event, INSERT_BODY.row(Tuple.of(entry.id(), chain, changes)), pending);
    }
}
