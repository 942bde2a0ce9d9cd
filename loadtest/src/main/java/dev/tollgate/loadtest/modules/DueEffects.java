package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.loadtest.environment.BackingServers;
import dev.tollgate.loadtest.report.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Records whose jobs are due at a time. Each job has its effect once; its commit is compared with that time. */
final class DueEffects {

    private static final Duration EFFECT_MAX = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(500);
    /** The audit row of an effect belongs to its transaction. */
    private static final String COMMITS = """
            SELECT resource_id || ' ' || (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint
              FROM audit.event
             WHERE surface = 'job' AND action = ':action'
            """;

    private final String action;
    private final Map<String, Instant> due = new ConcurrentHashMap<>();

    /** None yet; the audit names their effects by this action. */
    DueEffects(String action) {
        this.action = action;
    }

    void add(String id, Instant at) {
        due.put(id, at);
    }

    /** When half of them are due. */
    Instant middle() {
        return due.values().stream().sorted().skip(due.size() / 2).findFirst().orElseThrow();
    }

    Instant last() {
        return due.values().stream().max(Instant::compareTo).orElseThrow();
    }

    /** Waits until the effects are recorded, and gives due time and commit of each to {@code each}. */
    void recorded(BackingServers servers, BiConsumer<Instant, Instant> each) throws InterruptedException {
        var query = COMMITS.replace(":action", action);
        var _ = Await.until(EFFECT_MAX, POLL, () -> servers.sql().texts(query).size() >= due.size());
        var commits = new HashMap<String, Instant>();
        for (var row : servers.sql().texts(query)) {
            var words = row.split(" ", -1);
            var before = commits.put(words[0], Instant.EPOCH.plus(Long.parseLong(words[1]), ChronoUnit.MICROS));
            require(before == null, action + " happens once, but again to " + words[0]);
        }
        require(
                commits.keySet().equals(due.keySet()),
                action + " happens to all " + due.size() + " within " + EFFECT_MAX + ", but to " + commits.size());
        due.forEach((id, at) -> each.accept(at, commits.getOrDefault(id, at)));
    }
}
