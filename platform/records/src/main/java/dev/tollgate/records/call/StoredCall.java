package dev.tollgate.records.call;

import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.RecordedUsage;
import dev.tollgate.records.audit.chain.AuditEntry;
import java.time.Instant;
import java.util.UUID;

/**
 * A call as a segment has it.
 *
 * @param period the month it is charged in
 * @param recordedAt when it reached the ledger
 * @param chained whether it is an entry of its chain, by its segment
 */
public record StoredCall(UsageRecorded event, Period period, Instant recordedAt, boolean chained) {

    public UUID id() {
        return event.id();
    }

    /** As the audit shows it. */
    public AuditEntry entry() {
        return new AuditEntry(
                event.id(), event.call(), event.resourceType(), event.resourceId(), AuditEntry.OK, 1, null, event.id());
    }

    /** As the request look-up shows it. */
    public RecordedUsage usage() {
        var charge = event.charge();
        return new RecordedUsage(
                event.id(),
                charge.dimension(),
                charge.quantity(),
                charge.priceVersion(),
                charge.micros(),
                period.toString(),
                recordedAt);
    }
}
