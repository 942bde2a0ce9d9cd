package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;

/** Part or whole of a hold to be given back. */
record Release(TenantId tenant, Charge.Hold hold, long micros) {}
