package dev.tollgate.billing.payment;

import dev.tollgate.billing.account.TopUpId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Resource;

/**
 * Effect of a refund or a dispute on a top-up.
 *
 * @param takenBackMicros what it took from the prepaid balance
 * @param shortfallMicros what it could not take, since it had been spent: above 0 the operator has to act
 */
public record TopUpReversal(TopUpId id, TenantId tenantId, long takenBackMicros, long shortfallMicros, long version)
        implements Resource {}
