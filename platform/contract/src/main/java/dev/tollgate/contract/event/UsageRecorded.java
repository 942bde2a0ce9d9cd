package dev.tollgate.contract.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One successful call, as the meter charges it.
 *
 * @param id UUIDv7; the same event charges once, however often it is delivered
 * @param audited whether its audit row was written in the call's own transaction; if not, the audit intake makes it
 * @param resourceType type of the record the call was about, for the audit; null for lists and the like
 * @param resourceId text id of that record
 */
public record UsageRecorded(
        UUID id,
        CallFacts call,
        Charge charge,
        boolean audited,
        @Nullable String resourceType,
        @Nullable String resourceId) {}
