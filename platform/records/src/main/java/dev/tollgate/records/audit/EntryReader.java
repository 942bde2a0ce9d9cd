package dev.tollgate.records.audit;

import java.util.List;

/** What a Kafka record has to say to the audit; nothing for most of them. Never throws. */
@FunctionalInterface
interface EntryReader {
    List<AuditEntry> entries(byte[] record);
}
