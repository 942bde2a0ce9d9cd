package dev.tollgate.webhooks.settlement;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Results of one transaction's attempts for one endpoint, in their order. */
final class EndpointResults {

    final UUID workspace;
    final UUID endpoint;
    /** The newest attempt. */
    UUID attempt;

    boolean success;
    boolean gone;
    int failures;

    @Nullable Instant firstFailure;

    @Nullable Instant lastFailure;

    @Nullable Instant lastSuccess;

    private EndpointResults(AttemptOutcome first) {
        this.workspace = first.leased().key().workspace();
        this.endpoint = first.leased().key().endpoint();
        this.attempt = first.attemptId();
    }

    static Map<UUID, EndpointResults> of(List<AttemptOutcome> made) {
        Map<UUID, EndpointResults> results = new LinkedHashMap<>();
        for (var one : made) {
            results.computeIfAbsent(one.leased().key().endpoint(), _ -> new EndpointResults(one))
                    .add(one);
        }
        return results;
    }

    private void add(AttemptOutcome outcome) {
        attempt = outcome.attemptId();
        var at = outcome.result()
                .startedAt()
                .plus(Duration.ofNanos(outcome.result().timings().totalMicros() * 1_000));
        if (outcome.result().succeeded()) {
            success = true;
            failures = 0;
            firstFailure = null;
            lastSuccess = at;
        } else {
            failures++;
            firstFailure = firstFailure == null ? at : firstFailure;
            lastFailure = at;
            gone |= outcome.gone();
        }
    }
}
