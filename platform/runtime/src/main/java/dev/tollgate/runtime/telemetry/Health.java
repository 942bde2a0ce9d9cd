package dev.tollgate.runtime.telemetry;

import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The fitness of a process, part by part. Parts join at start; safe from any thread. */
public final class Health {
    /** A part that does not answer within this is not fit. */
    public static final long ANSWER_MAX_MS = 1_000;

    private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]*@");

    /** Phase of the process. */
    public enum Phase {
        STARTING,
        READY,
        DRAINING
    }

    /**
     * The answer to "are you ready".
     *
     * @param parts each part with {@code up}, or why it is not
     */
    public record Report(boolean ready, Map<String, String> parts) {
        public Report {
            parts = Map.copyOf(parts);
        }
    }

    private final Map<String, HealthCheck> checks = new ConcurrentSkipListMap<>();
    private volatile Phase phase = Phase.STARTING;

    public void add(String part, HealthCheck check) {
        checks.put(part, check);
    }

    public void phase(Phase next) {
        phase = next;
    }

    public Phase phase() {
        return phase;
    }

    /** Asks every part at once; never fails. */
    public Future<Report> report() {
        var parts = new TreeMap<String, Future<String>>();
        checks.forEach((part, check) -> parts.put(
                part,
                attempt(check::check)
                        .timeout(ANSWER_MAX_MS, TimeUnit.MILLISECONDS)
                        .map("up")
                        .otherwise(Health::reason)));
        return Future.join(parts.values().stream().toList()).map(_ -> {
            var said = new TreeMap<String, String>();
            parts.forEach((part, answer) -> said.put(part, answer.result()));
            var fit = said.values().stream().allMatch("up"::equals);
            if (phase != Phase.READY) {
                said.put("process", phase.name().toLowerCase(java.util.Locale.ROOT));
            }
            return new Report(fit && phase == Phase.READY, said);
        });
    }

    private static Future<Void> attempt(Supplier<Future<Void>> check) {
        try {
            return check.get();
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    /** The first line only, without a URL's password, and no cause: probes are read by machines that log everything. */
    private static String reason(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        var first = message.lines().findFirst().orElse(cause.getClass().getSimpleName());
        return "down: " + USER_INFO.matcher(first).replaceAll("//");
    }
}
