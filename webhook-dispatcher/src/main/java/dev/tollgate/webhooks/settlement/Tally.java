package dev.tollgate.webhooks.settlement;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the attempts of one transaction say about one endpoint, in their order. */
final class Tally {

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

    private Tally(Made first) {
        this.workspace = first.leased().key().workspace();
        this.endpoint = first.leased().key().endpoint();
        this.attempt = first.attemptId();
    }

    static Map<UUID, Tally> of(List<Made> made) {
        Map<UUID, Tally> tallies = new LinkedHashMap<>();
        for (var one : made) {
            tallies.computeIfAbsent(one.leased().key().endpoint(), _ -> new Tally(one))
                    .add(one);
        }
        return tallies;
    }

    private void add(Made made) {
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
