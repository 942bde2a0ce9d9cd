package dev.tollgate.billing.payment;

import dev.tollgate.billing.account.TopUpId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Effect of a refund, a dispute or the operator's revocation on a top-up.
 *
 * @param takenBackMicros what it took from the prepaid balance
 * @param shortfallMicros what it could not take, since it had been spent: above 0 the operator has to act
 * @param reason why the operator revoked it; absent after a refund or a dispute
 */
public record TopUpReversal(
        TopUpId id,
        TenantId tenantId,
        long takenBackMicros,
        long shortfallMicros,
        @Nullable String reason,
        long version)
        implements Resource {}
