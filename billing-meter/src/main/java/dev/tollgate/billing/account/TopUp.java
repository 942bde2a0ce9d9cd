package dev.tollgate.billing.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Money that was added to the prepaid balance. It never changes; what is left of the balance as a whole stands in the
 * billing view.
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
