package dev.tollgate.records.work;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;

/** Gives back the part of a hold that was not used, once the charge for the other part is durable. */
@FunctionalInterface
public interface HoldRemainder {
    void release(TenantId tenant, Charge.Hold hold, long micros);
}
