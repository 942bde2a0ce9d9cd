package dev.tollgate.records.audit;

import dev.tollgate.contract.caller.RequestId;
import java.util.UUID;

/** A write that the ledger has charged, and whose entry must therefore exist. */
public record ChargedWrite(Chain chain, RequestId request, UUID usageId) {}
