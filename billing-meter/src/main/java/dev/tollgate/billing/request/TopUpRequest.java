package dev.tollgate.billing.request;

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
        long version)
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
                row.version());
    }
}
