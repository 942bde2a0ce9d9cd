package dev.tollgate.loadtest.environment;

import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.report.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process of this run with a log file. It ends with {@link #close()}, or when this JVM ends in order. */
public final class ChildProcess implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final Duration STOP_MAX = Duration.ofSeconds(40);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Set<ChildProcess> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::endAll, "end children"));
    }

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a command in the folder of its log; waits for nothing. */
    public static ChildProcess start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(log.resolveSibling("").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var child = new ChildProcess(builder.start(), log);
        ALIVE.add(child);
        return child;
    }

    public long pid() {
        return process.pid();
    }

    boolean running() {
        return process.isAlive();
    }

    /** Waits until the log has a line with this beginning, and returns that line. */
    public String awaitLine(String beginning) throws IOException, InterruptedException {
        await(() -> line(beginning).isPresent(), "line that begins with " + beginning);
        return line(beginning).orElseThrow();
    }

    /** Waits until the health endpoint is ready. */
    void awaitReady(int managementPort) throws IOException, InterruptedException {
        await(() -> ready(managementPort), "readiness");
    }

    private static boolean ready(int managementPort) {
        try {
            return HttpCall.get("/health/ready").send(managementPort).status() == 200;
        } catch (CompletionException notYet) {
            return false;
        }
    }

    private Optional<String> line(String beginning) {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith(beginning)).findFirst();
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    private void await(BooleanSupplier condition, String what) throws IOException, InterruptedException {
        var _ = Await.until(START_MAX, POLL, () -> condition.getAsBoolean() || !process.isAlive());
        if (!condition.getAsBoolean()) {
            close();
            throw new IOException("no " + what + " within " + START_MAX + ":\n" + Files.readString(log));
        }
    }

    /** Ends it at once, like {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        var _ = process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
        ALIVE.remove(this);
    }

    /** Asks it to end, waits, and kills it if it does not. */
    @Override
    public void close() {
        askToEnd();
        try {
            if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        ALIVE.remove(this);
    }

    private void askToEnd() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // it has ended by itself
        }
        process.destroy();
    }

    private static void endAll() {
        ALIVE.forEach(ChildProcess::askToEnd);
        ALIVE.forEach(ChildProcess::close);
    }
}
