package dev.tollgate.runtime.process;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.runtime.settings.SettingsSources;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main thread of a process: starts its parts, waits for SIGTERM or Ctrl-C, drains, ends. */
public final class ProcessRunner {
    /** Stopped on request. */
    public static final int OK = 0;

    /** It could not start. */
    public static final int START_FAILED = 1;

    /** Its settings cannot be used. */
    public static final int SETTINGS_REJECTED = 2;

    /** Did not stop in time. */
    public static final int STOP_FAILED = 3;

    private static final Logger LOGGER = LoggerFactory.getLogger(ProcessRunner.class);

    private static final long START_MORE_MS = 1_000;

    private final PrintStream errors;

    /** Faults for the operator go to {@code errors}, one a line. */
    public ProcessRunner(PrintStream errors) {
        this.errors = errors;
    }

    /** Blocks until the process has ended; returns its exit code. */
    public int run(Set<String> parts, SettingsSources sources, InstantSource clock) {
        Settings settings;
        try {
            settings = Settings.load(sources);
        } catch (SettingsRejected rejected) {
            return printed(rejected);
        }
        var asked = new CompletableFuture<Boolean>();
        if (!ShutdownSignal.on(() -> asked.complete(true))) {
            LOGGER.atWarn().log("failed to install signal handler, process will stop without draining");
        }
        var starting =
                RunningProcess.start(parts, settings, clock).toCompletionStage().toCompletableFuture();
        try {
            return runUntilAsked(starting, asked);
        } catch (CompletionException | ExecutionException failed) {
            var cause = failed.getCause() == null ? failed : failed.getCause();
            LOGGER.atDebug().setCause(cause).log("start failed");
            // What a part finds wrong with settings only once it starts is a fault of the settings all the same.
            if (cause instanceof StartFailed && cause.getCause() instanceof SettingsRejected rejected) {
                return printed(rejected);
            }
            errors.println(StartFailed.firstLine(cause));
            return START_FAILED;
        } catch (TimeoutException late) {
            LOGGER.atWarn().log("process did not stop in time");
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        return STOP_FAILED;
    }

    private int printed(SettingsRejected rejected) {
        rejected.faults().forEach(errors::println);
        return SETTINGS_REJECTED;
    }

    /** Signals are handled from the start: a process that is ready must not die of one. */
    private static int runUntilAsked(CompletableFuture<RunningProcess> starting, CompletableFuture<Boolean> asked)
            throws ExecutionException, InterruptedException, TimeoutException {
        var _ = CompletableFuture.anyOf(starting, asked).join();
        if (!startedSoon(starting)) {
            return OK;
        }
        var process = starting.join();
        var _ = asked.join();
        var _ = process.stop()
                .toCompletionStage()
                .toCompletableFuture()
                .get(process.stopMax().toMillis(), TimeUnit.MILLISECONDS);
        return OK;
    }

    /** A process that is stopped before it serves anything exits at once, unless it is about to serve. */
    private static boolean startedSoon(CompletableFuture<RunningProcess> starting)
            throws ExecutionException, InterruptedException {
        try {
            var _ = starting.get(START_MORE_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }
}
