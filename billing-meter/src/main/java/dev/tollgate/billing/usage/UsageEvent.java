package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.money.usage.UsageEventId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One metered call, as charged.
 *
 * @param time when the call ended
 * @param month the month it is charged in
 * @param recordedAt when it reached the ledger
 */
public record UsageEvent(
        UsageEventId id,
        RequestId requestId,
        @Nullable String clientRequestId,
        Instant time,
        String month,
        String credentialId,
        String surface,
        String operation,
        String module,
        String dimension,
        long quantity,
        String priceVersion,
        long chargeMicros,
        Instant recordedAt) {}
