package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process of this run, with a log of its own. It ends with {@link #close()}, and in any case when this JVM ends in
 * order, also by Ctrl-C.
 */
public final class Child implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final Duration STOP_MAX = Duration.ofSeconds(40);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Set<Child> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Child::endAll, "end children"));
    }

    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a command; nothing is waited for. */
    public static Child start(List<String> command, Map<String, String> environment, Path folder, Path log)
            throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var child = new Child(builder.start(), log);
        ALIVE.add(child);
        return child;
    }

    /** The process id, for reading what it used. */
    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits until the log has a line that begins so, and returns that line. */
    public String awaitLine(String beginning) throws IOException, InterruptedException {
        await(() -> line(beginning) != null, "a line that begins with " + beginning);
        var found = line(beginning);
        return found == null ? "" : found;
    }

    /** Waits until the health endpoint says ready. */
    public void awaitReady(int managementPort) throws IOException, InterruptedException {
        var http = HttpClient.newHttpClient();
        var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        await(() -> answers(http, ready), "readiness");
        http.shutdownNow();
    }

    /** Waits for the end of a command that ends by itself; returns its exit code. */
    public int awaitEnd(Duration most) throws InterruptedException {
        if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
            close();
        }
        ALIVE.remove(this);
        return process.isAlive() ? -1 : process.exitValue();
    }

    /** What it has printed so far. */
    public String printed() throws IOException {
        return Files.readString(log);
    }

    private static boolean answers(HttpClient http, HttpRequest ready) {
        try {
            return http.send(ready, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private @org.jspecify.annotations.Nullable String line(String beginning) {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith(beginning)).findFirst().orElse(null);
        } catch (IOException notYet) {
            return null;
        }
    }

    private void await(BooleanSupplier there, String what) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (!there.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IOException("ended before " + what + ":\n" + printed());
            }
            if (System.nanoTime() > end) {
                close();
                throw new IOException("no " + what + " after " + START_MAX + ":\n" + printed());
            }
            Thread.sleep(POLL);
        }
    }

    /** Ends it at once, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        var _ = process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
        ALIVE.remove(this);
    }

    /** Asks it to end, waits, and ends it by force if it has not. */
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
        ALIVE.forEach(Child::askToEnd);
        ALIVE.forEach(Child::close);
    }
}
