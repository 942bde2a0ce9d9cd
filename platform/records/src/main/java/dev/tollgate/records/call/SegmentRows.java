package dev.tollgate.records.call;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.money.rating.Period;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.records.audit.chain.ChainLink;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Segments as rows. */
final class SegmentRows {

    static final String COLUMNS = """
            chain, last_id, first_id, tenant_id, workspace_id, first_request, last_request, period, calls, quantity, \
            charge_micros, entries, words, body, origins, origins_digest, position, digest, hash, recorded_at""";

    static final String INSERT = """
            INSERT INTO records.call_segment (
                   chain, last_id, first_id, tenant_id, workspace_id, first_request, last_request, period, calls,
                   quantity, charge_micros, entries, words, body, origins, origins_digest, position, digest, hash,
                   batch_id, recorded_at)
            SELECT chain, last_id, first_id, tenant_id, workspace_id, first_request, last_request, period, calls,
                   quantity, charge_micros, entries, string_to_array(words, E'\\x1f'), body, origins, origins_digest,
                   position, digest, hash, batch_id, recorded_at
              FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[],
                          $8::int[], $9::int[], $10::bigint[], $11::bigint[], $12::int[], $13::text[], $14::bytea[],
                          $15::bytea[], $16::bytea[], $17::bigint[], $18::bytea[], $19::bytea[], $20::uuid[],
                          $21::timestamptz[]) AS s (
                   chain, last_id, first_id, tenant_id, workspace_id, first_request, last_request, period, calls,
                   quantity, charge_micros, entries, words, body, origins, origins_digest, position, digest, hash,
                   batch_id, recorded_at)
            """;

    /** The types of the arguments of {@link #INSERT}. */
    static final List<Class<?>> TYPES = List.of(
            UUID.class,
            UUID.class,
            UUID.class,
            UUID.class,
            UUID.class,
            UUID.class,
            UUID.class,
            Integer.class,
            Integer.class,
            Long.class,
            Long.class,
            Integer.class,
            String.class,
            Buffer.class,
            Buffer.class,
            Buffer.class,
            Long.class,
            Buffer.class,
            Buffer.class,
            UUID.class,
            OffsetDateTime.class);

    private SegmentRows() {}

    /** @param link its place in its chain; null if it has none */
    static Tuple tuple(CallSegment segment, Buffer digest, @Nullable ChainLink link, UUID batch, Instant now) {
        var workspace = segment.workspace();
        return Tuple.tuple()
                .addValue(segment.chain().id())
                .addValue(segment.lastId())
                .addValue(segment.firstId())
                .addValue(segment.tenant().value())
                .addValue(workspace == null ? null : workspace.value())
                .addValue(segment.firstRequest())
                .addValue(segment.lastRequest())
                .addValue(segment.period().number())
                .addValue(segment.calls())
                .addValue(segment.quantity())
                .addValue(segment.micros())
                .addValue(segment.entries())
                .addValue(String.join(String.valueOf(CallWords.SEPARATOR), segment.words()))
                .addValue(segment.body())
                .addValue(segment.origins())
                .addValue(segment.originsDigest())
                .addValue(link == null ? null : link.position())
                .addValue(digest)
                .addValue(link == null ? null : link.hash())
                .addValue(batch)
                .addValue(now.atOffset(ZoneOffset.UTC));
    }

    /** From a row with {@link #COLUMNS}. */
    static CallSegment segment(Row row) {
        var workspace = row.getUUID("workspace_id");
        return new CallSegment(
                new Chain(row.getUUID("chain")),
                row.getUUID("first_id"),
                row.getUUID("last_id"),
                new TenantId(row.getUUID("tenant_id")),
                workspace == null ? null : new WorkspaceId(workspace),
                row.getUUID("first_request"),
                row.getUUID("last_request"),
                new Period(row.getInteger("period")),
                row.getInteger("calls"),
                row.getLong("quantity"),
                row.getLong("charge_micros"),
                row.getInteger("entries"),
                List.of(row.getArrayOfStrings("words")),
                row.getBuffer("body"),
                row.getBuffer("origins"),
                row.getBuffer("origins_digest"));
    }
}
