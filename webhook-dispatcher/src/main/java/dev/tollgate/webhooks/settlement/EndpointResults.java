package dev.tollgate.webhooks.settlement;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the attempts of one transaction say about one endpoint, in their order. */
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
        Map<UUID, EndpointResults> tallies = new LinkedHashMap<>();
        for (var one : made) {
            tallies.computeIfAbsent(one.leased().key().endpoint(), _ -> new EndpointResults(one))
                    .add(one);
        }
        return tallies;
    }

    private void add(AttemptOutcome made) {
        attempt = made.attemptId();
        var at = made.result()
                .startedAt()
                .plus(Duration.ofNanos(made.result().timings().totalMicros() * 1_000));
        if (made.result().succeeded()) {
            success = true;
            failures = 0;
            firstFailure = null;
            lastSuccess = at;
        } else {
            failures++;
            firstFailure = firstFailure == null ? at : firstFailure;
            lastFailure = at;
            gone |= made.gone();
        }
    }
}
