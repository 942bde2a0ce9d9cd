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
    boolean success;
    boolean gone;
    int failures;

    @Nullable Instant firstFailure;

    @Nullable Instant lastFailure;

    @Nullable Instant lastSuccess;

    private Tally(UUID workspace, UUID endpoint) {
        this.workspace = workspace;
        this.endpoint = endpoint;
    }

    static Map<UUID, Tally> of(List<Made> made) {
        Map<UUID, Tally> tallies = new LinkedHashMap<>();
        for (var one : made) {
            var key = one.leased().key();
            tallies.computeIfAbsent(key.endpoint(), _ -> new Tally(key.workspace(), key.endpoint()))
                    .add(one);
        }
        return tallies;
    }

    private void add(Made made) {
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
