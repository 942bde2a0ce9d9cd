package dev.tollgate.runtime.process;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.runtime.settings.SettingsSources;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main thread of a process: starts its parts, waits for SIGTERM or Ctrl-C, drains, ends. */
public final class ProcessRunner {
    /** It ran and was asked to stop. */
    public static final int OK = 0;

    /** It could not start. */
    public static final int START_FAILED = 1;

    /** Its settings cannot be used. */
    public static final int SETTINGS_REJECTED = 2;

    /** It was asked to stop and did not within its bounds. */
    public static final int STOP_FAILED = 3;

    private static final Logger LOGGER = LoggerFactory.getLogger(ProcessRunner.class);

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
            return told(rejected);
        }
        try {
            var starting = RunningProcess.start(parts, settings, clock);
            return runUntilAsked(
                    starting.toCompletionStage().toCompletableFuture().join());
        } catch (CompletionException failed) {
            var cause = failed.getCause() == null ? failed : failed.getCause();
            LOGGER.atDebug().setCause(cause).log("start failed");
            // What a part finds wrong with settings only once it starts is a fault of the settings all the same.
            if (cause instanceof StartFailed && cause.getCause() instanceof SettingsRejected rejected) {
                return told(rejected);
            }
            errors.println(StartFailed.firstLine(cause));
            return START_FAILED;
        }
    }

    private int told(SettingsRejected rejected) {
        rejected.faults().forEach(errors::println);
        return SETTINGS_REJECTED;
    }

    private static int runUntilAsked(RunningProcess process) {
        var asked = new CountDownLatch(1);
        if (!EndSignal.on(asked::countDown)) {
            LOGGER.atWarn().log("signals cannot be heard here: the process will end without draining");
        }
        try {
            asked.await();
            var stopped = new CountDownLatch(1);
            process.stop().onComplete(_ -> stopped.countDown());
            if (stopped.await(process.stopMax().toMillis(), TimeUnit.MILLISECONDS)) {
                return OK;
            }
            LOGGER.atWarn().log("the process did not end in time");
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        return STOP_FAILED;
    }
}
