package dev.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A native server that ends when this JVM ends, however that happens. A shell runs between: its standard input is our
 * end of a pipe, and when that closes it signals the server. Where {@code setsid} exists the server has a session of
 * its own, so that Ctrl-C at the terminal reaches only the JVM, which then stops things in its own order.
 */
final class GuardedProcess {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(5);
    /** Arguments: the signal that ends the server in order, the file its process id goes to, the command. */
    private static final String GUARD = """
            signal=$1; pid_file=$2; shift 2
            exec 3<&0
            trap '' INT HUP
            session=; command -v setsid >/dev/null 2>&1 && session=setsid
            $session "$@" </dev/null 3<&- &
            server=$!
            echo $server >"$pid_file.new" && mv "$pid_file.new" "$pid_file"
            trap 'kill -$signal $server 2>/dev/null' TERM
            (cat >/dev/null; kill -$signal $server 2>/dev/null) <&3 &
            guard=$!
            while kill -0 $server 2>/dev/null; do wait $server; done
            kill $guard 2>/dev/null
            [ "$(cat "$pid_file" 2>/dev/null)" = $server ] && rm -f "$pid_file"
            """;

    private final Process shell;
    private final Path pidFile;

    private GuardedProcess(Process shell, Path pidFile) {
        this.shell = shell;
        this.pidFile = pidFile;
    }

    /**
     * Starts the command; its output goes to {@code <pid file>.log}, which is emptied first.
     *
     * @param signal ends the server in order, such as {@code TERM}
     */
    static GuardedProcess start(String signal, Path pidFile, List<String> command) throws IOException {
        awaitGone(pidFile);
        Files.createDirectories(pidFile.getParent());
        var line = new ArrayList<>(List.of("sh", "-c", GUARD, "guard", signal, pidFile.toString()));
        line.addAll(command);
        var shell = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log(pidFile).toFile())
                .start();
        return new GuardedProcess(shell, pidFile);
    }

    /** After a kill -9 of our predecessor its servers are still closing their files: wait for them. */
    static void awaitGone(Path pidFile) throws IOException {
        var end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        while (serverOf(pidFile).isPresent()) {
            if (System.nanoTime() > end) {
                throw new IOException("a server of an earlier run still uses " + pidFile.getParent() + ": end it");
            }
            sleep();
        }
        Files.deleteIfExists(pidFile);
    }

    private static Optional<ProcessHandle> serverOf(Path pidFile) throws IOException {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                    .filter(GuardedProcess::isServer);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** A process id may have been reused since. */
    private static boolean isServer(ProcessHandle process) {
        return process.isAlive()
                && process.info()
                        .command()
                        .map(c -> c.matches(".*(postgres|redis-server|setsid|unshare|setpriv).*"))
                        .orElse(false);
    }

    static Path log(Path pidFile) {
        return pidFile.resolveSibling(pidFile.getFileName() + ".log");
    }

    /** Waits until the server's own log has the line: a connection could reach another server on this port. */
    void awaitLine(String line, Duration timeout) throws IOException {
        var end = System.nanoTime() + timeout.toNanos();
        while (!Files.readString(log(pidFile)).contains(line)) {
            if (!shell.isAlive() || System.nanoTime() > end) {
                stop();
                throw new IOException(lastLines());
            }
            sleep();
        }
    }

    private String lastLines() throws IOException {
        var lines = Files.readAllLines(log(pidFile));
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }

    boolean alive() {
        return shell.isAlive();
    }

    /** Signals the server by closing our end of the pipe and waits until it has ended. */
    void stop() {
        closePipe();
        awaitEnd();
    }

    /** {@code kill -9} of the server and of what it has forked. */
    void kill() {
        try {
            var server = serverOf(pidFile);
            var forked = server.stream().flatMap(ProcessHandle::descendants).toList();
            server.ifPresent(ProcessHandle::destroyForcibly);
            awaitEnd();
            forked.forEach(child -> child.onExit()
                    .orTimeout(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .join());
        } catch (IOException e) {
            throw new ServersUnavailable("a server could not be killed: " + e, e);
        } finally {
            closePipe();
        }
    }

    private void closePipe() {
        try {
            shell.getOutputStream().close();
        } catch (IOException _) {
            // the shell has gone already
        }
    }

    private void awaitEnd() {
        try {
            if (!shell.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                shell.descendants().forEach(ProcessHandle::destroyForcibly);
                shell.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServersUnavailable("interrupted while a server started", e);
        }
    }
}
