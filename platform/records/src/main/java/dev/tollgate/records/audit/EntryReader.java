package dev.tollgate.records.audit;

import dev.tollgate.records.audit.chain.AuditEntry;
import java.util.List;

/** Reads audit entries from a Kafka record; most records have none. Never throws. */
@FunctionalInterface
interface EntryReader {
    List<AuditEntry> entries(byte[] record);
}
