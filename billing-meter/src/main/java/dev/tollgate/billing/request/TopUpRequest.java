package dev.tollgate.billing.request;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.billing.account.TopUpId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An owner's request for money.
 *
 * @param requestedBy who asked, as the audit names them
 * @param decidedBy who confirmed or refused it
 * @param reason why it was refused
 * @param topUpId the top-up it became
 * @param warning why its money cannot be spent this month; only in the answer that confirms it, and null where it can
 */
public record TopUpRequest(
        TopUpRequestId id,
        TenantId tenantId,
        long amountMicros,
        @Nullable String note,
        RequestStatus status,
        String requestedBy,
        Instant createdAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason,
        @Nullable TopUpId topUpId,
        long version,

        @JsonPropertyDescription(
                "Present in the answer that confirms it if the cap leaves nothing to spend this money on this month: why, "
                        + "and what helps.")
        @Nullable String warning)
        implements Resource {

    static TopUpRequest of(RequestRow row) {
        return new TopUpRequest(
                new TopUpRequestId(row.id()),
                row.tenant(),
                Objects.requireNonNull(row.amountMicros()),
                row.note(),
                row.status(),
                row.requestedBy(),
                row.createdAt(),
                row.decidedBy(),
                row.decidedAt(),
                row.reason(),
                row.status() == RequestStatus.CONFIRMED ? row.topUp() : null,
                row.version(),
                null);
    }

    /** The same as the answer that confirms it. */
    TopUpRequest warned(@Nullable String why) {
        return new TopUpRequest(
                id,
                tenantId,
                amountMicros,
                note,
                status,
                requestedBy,
                createdAt,
                decidedBy,
                decidedAt,
                reason,
                topUpId,
                version,
                why);
    }
}
