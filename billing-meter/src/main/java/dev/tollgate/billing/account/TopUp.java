package dev.tollgate.billing.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Money that was added to the prepaid balance. Immutable; the billing view shows the remaining balance.
 *
 * @param prepaidMicros the prepaid balance right after it
 */
public record TopUp(
        TopUpId id,
        TenantId tenantId,
        long amountMicros,
        @Nullable Instant expiresAt,
        long prepaidMicros,
        Instant createdAt,
        long version)
        implements Resource {}
