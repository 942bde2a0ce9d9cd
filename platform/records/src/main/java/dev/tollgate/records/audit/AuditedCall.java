package dev.tollgate.records.audit;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.records.audit.chain.Chain;
import java.util.UUID;

/** A booked call whose usage says that its audit row was written with it, and whose row must therefore exist. */
public record AuditedCall(Chain chain, RequestId request, UUID usageId) {}
