package dev.tollgate.billing.account;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Money that was added to the prepaid balance. Immutable; the billing view shows the remaining balance.
 *
 * @param prepaidMicros the prepaid balance right after it
 * @param warning why it cannot be spent this month; null where it can
 */
public record TopUp(
        TopUpId id,
        TenantId tenantId,
        long amountMicros,
        @Nullable Instant expiresAt,
        long prepaidMicros,
        Instant createdAt,
        long version,

        @JsonPropertyDescription(
                "Present if the cap leaves nothing to spend this money on this month: why, and what " + "helps.")
        @Nullable String warning)
        implements Resource {}
