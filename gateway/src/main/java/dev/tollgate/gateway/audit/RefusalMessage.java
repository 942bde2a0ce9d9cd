package dev.tollgate.gateway.audit;

import dev.tollgate.contract.event.RefusalRecorded;
import dev.tollgate.runtime.json.Json;

/** Refusals as they travel on the audit topic. */
final class RefusalMessage {

    private RefusalMessage() {}

    static byte[] bytes(RefusalRecorded refusal) {
        return Json.bytes(refusal);
    }
}
