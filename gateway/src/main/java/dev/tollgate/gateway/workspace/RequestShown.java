package dev.tollgate.gateway.workspace;

import dev.tollgate.contract.caller.RequestId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call with all that is known of it.
 *
 * @param auditEvents what the audit has of it
 * @param usageEvents what it was metered as; empty while that is on its way, or where nothing is charged
 * @param usageState {@code pending} while a metered call is on its way to the ledger, then {@code recorded}; absent
 *     where the call was refused
 */
public record RequestShown(
        RequestId id,
        @Nullable String clientRequestId,
        Instant time,
        String operation,
        String surface,
        String outcome,
        List<AuditEvent> auditEvents,
        List<UsageLine> usageEvents,
        @Nullable UsageState usageState) {

    /** Which request. */
    public record Ref(RequestId id) {}

    /** How far its usage has come. */
    public enum UsageState {
        PENDING,
        RECORDED
    }

    /** One metered call, as charged. */
    public record UsageLine(
            String id,
            Instant time,
            @Nullable String clientRequestId,
            String credentialId,
            String surface,
            String operation,
            String dimension,
            long quantity,
            String priceVersion,
            long chargeMicros,
            @Nullable Instant recordedAt) {}

    public RequestShown {
        auditEvents = List.copyOf(auditEvents);
        usageEvents = List.copyOf(usageEvents);
    }

    /** Put together from what there is; at least one of the two lists is not empty. */
    static RequestShown of(RequestId id, List<AuditEvent> audit, List<UsageLine> usage) {
        if (audit.isEmpty()) {
            var line = usage.getFirst();
            return new RequestShown(
                    id,
                    line.clientRequestId(),
                    line.time(),
                    line.operation(),
                    line.surface(),
                    "ok",
                    audit,
                    usage,
                    UsageState.RECORDED);
        }
        var event = audit.getLast();
        return new RequestShown(
                id,
                event.clientRequestId(),
                event.time(),
                event.operation(),
                event.surface(),
                event.outcome(),
                audit,
                usage,
                usage.isEmpty() ? event.outcome().equals("ok") ? UsageState.PENDING : null : UsageState.RECORDED);
    }
}
