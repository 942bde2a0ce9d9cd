package dev.tollgate.gateway.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.event.RefusalRecorded;
import dev.tollgate.runtime.json.Json;

/** Refusals as they travel on the audit topic. */
final class RefusalMessage {

    private RefusalMessage() {}

    /** Only a dry run says so: an audit of the version before knows no such field. */
    static byte[] bytes(RefusalRecorded refusal) {
        if (refusal.call().dryRun()) {
            return Json.bytes(refusal);
        }
        ObjectNode message = Json.MAPPER.valueToTree(refusal);
        message.withObjectProperty("call").remove("dry_run");
        return Json.bytes(message);
    }
}
