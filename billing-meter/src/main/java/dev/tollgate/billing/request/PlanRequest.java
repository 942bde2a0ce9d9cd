package dev.tollgate.billing.request;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An owner's request for a plan.
 *
 * @param requestedBy who asked, as the audit names them
 * @param decidedBy who confirmed or refused it; {@code self-service} where the plan let the owner choose
 * @param reason why it was refused
 */
public record PlanRequest(
        PlanRequestId id,
        TenantId tenantId,
        String plan,
        @Nullable String note,
        RequestStatus status,
        String requestedBy,
        Instant createdAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String reason,
        long version)
        implements Resource {

    static PlanRequest of(RequestRow row) {
        return new PlanRequest(
                new PlanRequestId(row.id()),
                row.tenant(),
                Objects.requireNonNull(row.plan()),
                row.note(),
                row.status(),
                row.requestedBy(),
                row.createdAt(),
                row.decidedBy(),
                row.decidedAt(),
                row.reason(),
                row.version());
    }
}
