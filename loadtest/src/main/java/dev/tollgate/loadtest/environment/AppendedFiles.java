package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that were appended to files since this object was made, by kind: files are looked at again and again, so what
 * is renamed, rolled or deleted meanwhile counts too, but for what a file got after the last look at it.
 */
public final class AppendedFiles implements AutoCloseable {

    /** Files of a kind: those in a folder, and in {@code depth} - 1 levels below it, whose names end so. */
    public record Kind(Path folder, int depth, String ending) {}

    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final Map<String, Kind> kinds;
    private final Map<String, Long> appended = new LinkedHashMap<>();
    /** By what the file system knows a file by, whatever its name is. */
    private final Map<Object, Long> sizes = new HashMap<>();

    /** Why looks have ended. */
    private @Nullable IOException failure;

    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("appended").factory());

    /** Of these kinds by name. */
    public AppendedFiles(Map<String, Kind> kinds) throws IOException {
        this.kinds = Map.copyOf(kinds);
        look();
        appended.clear();
        var _ = looks.scheduleWithFixedDelay(
                this::lookAgain, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Logs of all processes of an installation with bundled servers, and the segments of Kafka. */
    public static AppendedFiles of(Installation installation) throws IOException {
        var folder = installation.folder();
        return new AppendedFiles(Map.of(
                "log_file_bytes", new Kind(folder, 1, ".log"),
                "kafka_log_bytes", new Kind(folder.resolve("servers/kafka/log"), 2, ".log")));
    }

    /** Bytes by the name of each kind; fails if a look has failed, since files may be missing then. */
    public synchronized Map<String, Long> bytes() throws IOException {
        if (failure != null) {
            throw new IOException("what was appended is unknown, as a look at the files has failed", failure);
        }
        look();
        var bytes = new HashMap<>(appended);
        kinds.keySet().forEach(name -> bytes.putIfAbsent(name, 0L));
        return bytes;
    }

    /** Looks at the files; after a failure that is kept for {@link #bytes} there are no further looks. */
    synchronized void lookAgain() {
        try {
            look();
        } catch (IOException failed) {
            failure = failed;
            looks.shutdown();
        }
    }

    private synchronized void look() throws IOException {
        for (var kind : kinds.entrySet()) {
            look(kind.getKey(), kind.getValue());
        }
    }

    private void look(String name, Kind kind) throws IOException {
        Files.walkFileTree(kind.folder(), Set.of(), kind.depth(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && file.toString().endsWith(kind.ending())) {
                    seen(name, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                if (file.equals(kind.folder())) {
                    throw gone;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException changed) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A file that is smaller than before is another one, to which the file system gave the place of one deleted. */
    private void seen(String name, BasicFileAttributes attributes) {
        long size = attributes.size();
        var before = sizes.put(attributes.fileKey(), size);
        appended.merge(name, before == null || size < before ? size : size - before, Long::sum);
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
