package dev.tollgate.records.audit;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.event.RefusalRecorded;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.records.audit.chain.AuditEntry;
import dev.tollgate.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topics that become entries. */
final class EntryReaders {

    private static final Logger LOGGER = LoggerFactory.getLogger(EntryReaders.class);

    private EntryReaders() {}

    /** Calls whose usage says that no entry was made with them: reads, replays and dry runs. */
    static List<AuditEntry> usage(byte[] record) {
        var entries = new ArrayList<AuditEntry>();
        for (var message : UsageCodec.decode(record)) {
            if (message instanceof UsageMessage.Usage(UsageRecorded event) && !event.audited()) {
                entries.add(new AuditEntry(
                        event.id(),
                        event.call(),
                        event.resourceType(),
                        event.resourceId(),
                        AuditEntry.OK,
                        1,
                        null,
                        event.id()));
            }
        }
        return entries;
    }

    /** Refusals, and calls without an account. Unreadable records are logged and skipped. */
    static List<AuditEntry> refusals(byte[] record) {
        try {
            var refusal = refusal(record);
            return List.of(new AuditEntry(
                    refusal.id(), refusal.call(), null, null, refusal.code(), refusal.count(), null, null));
        } catch (RuntimeException unreadable) {
            LOGGER.atError()
                    .addKeyValue("bytes", record.length)
                    .setCause(unreadable)
                    .log("unreadable record in audit topic");
            return List.of();
        }
    }

    /** Only a dry run says whether it is one. */
    private static RefusalRecorded refusal(byte[] record) {
        var message = Json.read(record, ObjectNode.class);
        ((ObjectNode) message.path("call")).putIfAbsent("dry_run", BooleanNode.FALSE);
        return Json.MAPPER.convertValue(message, RefusalRecorded.class);
    }
}
