package dev.tollgate.records.audit.chain;

import dev.tollgate.contract.event.CallFacts;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call, or several refused alike, as the audit keeps it.
 *
 * @param id UUIDv7
 * @param outcome {@code ok}, or the code of the refusal
 * @param calls number of calls it represents
 * @param bodyDigest SHA-256 of the before and after that are kept apart; null when there are none
 * @param usageId the usage event of the same call; null when it has none
 */
public record AuditEntry(
        UUID id,
        CallFacts facts,
        @Nullable String resourceType,
        @Nullable String resourceId,
        String outcome,
        long calls,
        @Nullable Buffer bodyDigest,
        @Nullable UUID usageId) {

    /** The outcome of a call that was done. */
    public static final String OK = "ok";

    public Chain chain() {
        return Chain.of(facts);
    }
}
