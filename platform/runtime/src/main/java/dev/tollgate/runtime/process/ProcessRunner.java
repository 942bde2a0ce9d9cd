package dev.tollgate.runtime.process;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.runtime.settings.SettingsSources;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** The main thread of a process: starts its parts, waits for SIGTERM or Ctrl-C, drains, ends. */
public final class ProcessRunner {
    /** It ran and was asked to stop. */
    public static final int OK = 0;

    /** It could not start. */
    public static final int START_FAILED = 1;

    /** Its settings cannot be used. */
    public static final int SETTINGS_REJECTED = 2;

    private static final long END_MAX_S = 60;

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
            rejected.faults().forEach(errors::println);
            return SETTINGS_REJECTED;
        }
        var code = new AtomicInteger(OK);
        var ended = new CountDownLatch(1);
        RunningProcess.start(parts, settings, clock)
                .onSuccess(process -> stopOnSignal(process, ended))
                .onFailure(cause -> {
                    LoggerFactory.getLogger(ProcessRunner.class)
                            .atDebug()
                            .setCause(cause)
                            .log("start failed");
                    errors.println(StartFailed.firstLine(cause));
                    code.set(START_FAILED);
                    ended.countDown();
                });
        await(ended);
        return code.get();
    }

    private static void stopOnSignal(RunningProcess process, CountDownLatch ended) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, ended), "drain"));
    }

    private static void stop(RunningProcess process, CountDownLatch ended) {
        var stopped = new CountDownLatch(1);
        process.stop().onComplete(_ -> stopped.countDown());
        try {
            if (!stopped.await(END_MAX_S, TimeUnit.SECONDS)) {
                LoggerFactory.getLogger(ProcessRunner.class).atWarn().log("the process did not end in time");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        ended.countDown();
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
