package dev.tollgate.standalone.dev;

import dev.tollgate.contract.outcome.Failure;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Steps of a start on a machine that may be too busy: a step that failed only for lack of time is tried again, until one
 * bound for all of them. What fails for another reason fails at once.
 */
final class StartAttempts {
    /** The servers, which have bounds of their own, not included. */
    static final Duration START_MAX = Duration.ofMinutes(5);

    private static final int CAUSES_MAX = 10;
    private static final String TIMEOUT = "TimeoutException";

    private final InstantSource clock;
    private final Consumer<String> progress;
    private final Runnable pause;
    private final Path log;
    private final long untilMs;

    StartAttempts(InstantSource clock, Consumer<String> progress, Runnable pause, Path log) {
        this.clock = clock;
        this.progress = progress;
        this.pause = pause;
        this.log = log;
        this.untilMs = clock.millis() + START_MAX.toMillis();
    }

    /**
     * The result of the step.
     *
     * @param step gets the time that is left
     * @throws StartTooSlow if the bound has passed and the step has failed only for lack of time
     */
    <T> T run(Function<Duration, T> step) {
        while (true) {
            try {
                return step.apply(left());
            } catch (RuntimeException late) {
                if (!isForLackOfTime(late)) {
                    throw late;
                }
                if (!left().isPositive()) {
                    throw new StartTooSlow(START_MAX, machine(), late, log);
                }
                progress.accept("the machine is busy (" + machine() + "), trying again for up to " + left().toSeconds()
                        + " s: " + late.getMessage());
                pause.run();
            }
        }
    }

    private Duration left() {
        return Duration.ofMillis(untilMs - clock.millis());
    }

    /** A call that was not answered in time, or a server that refused for a moment. */
    static boolean isForLackOfTime(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++, cause = cause.getCause()) {
            if (cause instanceof Failure || cause.getClass().getSimpleName().endsWith(TIMEOUT)) {
                return true;
            }
        }
        return false;
    }

    private static String machine() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "load %.1f on %d processors",
                system.getSystemLoadAverage(),
                system.getAvailableProcessors());
    }
}
