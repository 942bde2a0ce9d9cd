package dev.tollgate.records.audit.chain;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.contract.event.CallFacts;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of audit entries and chains. An entry's digest is SHA-256 over its columns in a fixed order, each with its
 * length before it (-1 for null), and of a dry run one word more; the hash at a position of a chain is SHA-256 over the
 * hash before, the position, the entry's id and its digest. That of a segment has the number of its entries too.
 */
public final class AuditDigest {

    /** Hash before the first position. */
    public static final Buffer GENESIS = Buffer.buffer(new byte[32]);

    private static final int NULL_LENGTH = -1;
    private static final String DRY_RUN = "dry_run";

    private final MessageDigest sha256 = Sha256.start();

    private AuditDigest() {}

    public static Buffer of(AuditEntry entry) {
        var digest = new AuditDigest();
        digest.add(entry.chain().id());
        digest.add(entry.id());
        digest.add(entry.facts());
        digest.add(entry.resourceType());
        digest.add(entry.resourceId());
        digest.add(entry.outcome());
        digest.add(entry.calls());
        digest.add(bytes(entry.bodyDigest()));
        digest.add(entry.usageId());
        if (entry.facts().dryRun()) {
            digest.add(DRY_RUN);
        }
        return Buffer.buffer(digest.sha256.digest());
    }

    /** SHA-256 over ids, numbers, texts and bytes, each with its length before it. */
    public static Buffer of(List<Object> values) {
        var digest = new AuditDigest();
        for (var value : values) {
            switch (value) {
                case UUID id -> digest.add(id);
                case Long number -> digest.add(number.longValue());
                case String text -> digest.add(text);
                case Buffer bytes -> digest.add(bytes.getBytes());
                default -> throw new IllegalArgumentException("no digest of " + value.getClass());
            }
        }
        return Buffer.buffer(digest.sha256.digest());
    }

    /** The hash at the last position of a segment, which takes as many as it has entries. */
    public static Buffer chained(Buffer before, long position, long entries, UUID segmentId, Buffer digest) {
        var hash = new AuditDigest();
        hash.sha256.update(before.getBytes());
        hash.add(position);
        hash.add(entries);
        hash.add(segmentId);
        hash.sha256.update(digest.getBytes());
        return Buffer.buffer(hash.sha256.digest());
    }

    /** The hash at a position. */
    public static Buffer chained(Buffer before, long position, UUID eventId, Buffer digest) {
        var link = new AuditDigest();
        link.sha256.update(before.getBytes());
        link.add(position);
        link.add(eventId);
        link.sha256.update(digest.getBytes());
        return Buffer.buffer(link.sha256.digest());
    }

    private void add(CallFacts facts) {
        add(facts.requestId().value());
        add(facts.clientRequestId());
        add(ChronoUnit.MICROS.between(Instant.EPOCH, facts.time()));
        add(value(facts.tenant()));
        add(value(facts.workspace()));
        add(facts.actor().kind().text());
        add(facts.actor().id());
        add(facts.actor().name());
        add(facts.surface().text());
        add(facts.operation());
        add(facts.action());
        add(facts.inputDigest() == null ? null : HexFormat.of().parseHex(facts.inputDigest()));
        add(facts.clientAddress());
        add(facts.userAgent());
    }

    private void add(@Nullable String text) {
        add(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(@Nullable UUID id) {
        add(
                id == null
                        ? null
                        : ByteBuffer.allocate(2 * Long.BYTES)
                                .putLong(id.getMostSignificantBits())
                                .putLong(id.getLeastSignificantBits())
                                .array());
    }

    private void add(long number) {
        add(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private void add(byte @Nullable [] bytes) {
        sha256.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(bytes == null ? NULL_LENGTH : bytes.length)
                .flip());
        if (bytes != null) {
            sha256.update(bytes);
        }
    }

    private static byte @Nullable [] bytes(@Nullable Buffer buffer) {
        return buffer == null ? null : buffer.getBytes();
    }

    private static @Nullable UUID value(@Nullable Id id) {
        return id == null ? null : id.value();
    }
}
