package dev.tollgate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The folder the servers keep their data in, held by one process at a time. A killed process lets go of it; a temporary
 * folder left by a killed process is swept by the next one.
 */
final class DataFolder implements AutoCloseable {
    private static final String TEMPORARY_PREFIX = "tollgate-servers-";
    private static final int ATTEMPTS_MAX = 10;

    private final Path path;
    private final @Nullable FolderLock lock;
    private final boolean temporary;

    private DataFolder(Path path, @Nullable FolderLock lock, boolean temporary) {
        this.path = path;
        this.lock = lock;
        this.temporary = temporary;
    }

    /** Nothing to hold: the servers keep their data elsewhere. */
    static DataFolder none() {
        return new DataFolder(Path.of("."), null, false);
    }

    /** Takes the folder, or a new temporary one where it is null. */
    static DataFolder open(@Nullable Path wanted) {
        try {
            if (wanted != null) {
                var path = Files.createDirectories(wanted.toAbsolutePath());
                return new DataFolder(path, locked(path), false);
            }
            sweep();
            return temporary();
        } catch (IOException e) {
            throw new ServersUnavailable("the data folder cannot be used: " + e, e);
        }
    }

    /** Another process that sweeps may take a folder between its creation and its lock. */
    private static DataFolder temporary() throws IOException {
        for (int attempt = 1; ; attempt++) {
            var path = Files.createTempDirectory(TEMPORARY_PREFIX);
            try {
                return new DataFolder(path, locked(path), true);
            } catch (IOException | ServersUnavailable swept) {
                if (attempt == ATTEMPTS_MAX) {
                    throw swept;
                }
            }
        }
    }

    /** Empties and removes an unlocked folder. */
    static void wipe(Path folder) {
        try (var _ = locked(folder.toAbsolutePath())) {
            GuardedProcess.awaitGone(EmbeddedPostgres.pidFile(folder));
            GuardedProcess.awaitGone(EmbeddedRedis.pidFile(folder));
            delete(folder);
        } catch (IOException | UncheckedIOException e) {
            throw new ServersUnavailable("the data folder " + folder + " cannot be emptied: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    private static FolderLock locked(Path path) throws IOException {
        var lock = FolderLock.tryTake(path);
        if (lock == null) {
            throw new ServersUnavailable(
                    "the data folder " + path + " is in use by another process: stop it, or choose another folder");
        }
        return lock;
    }

    private static void sweep() throws IOException {
        try (var siblings =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), TEMPORARY_PREFIX + "*")) {
            for (var sibling : siblings) {
                if (!Files.exists(sibling.resolve(FolderLock.FILE))) {
                    continue;
                }
                try (var _ = locked(sibling)) {
                    delete(sibling);
                } catch (ServersUnavailable | IOException | UncheckedIOException _) {
                    // in use, or another user's
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {
        if (lock == null) {
            return;
        }
        try (lock) {
            if (temporary) {
                delete(path);
            }
        } catch (IOException | UncheckedIOException _) {
            // a temporary folder that could not be emptied is swept by the next process
        }
    }
}
