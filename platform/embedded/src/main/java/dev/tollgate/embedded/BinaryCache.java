package dev.tollgate.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The user's folder of unpacked server binaries ({@code TOLLGATE_CACHE}, else the system's usual place). An entry
 * appears whole or not at all, so two processes may unpack at once.
 */
final class BinaryCache {
    private static final String OS = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    private static final String ARCH = System.getProperty("os.arch");
    private static final String POSTGRES_VERSION = "18.6.0";
    private static final String REDIS_VERSION = "7.0.15";

    private BinaryCache() {}

    /** The folder that holds PostgreSQL's {@code bin}, {@code lib} and {@code share}. */
    static Path postgres() throws IOException {
        var name = "postgres-" + (mac() ? "darwin-" : "linux-") + (arm() ? "arm_64" : "x86_64");
        var folder = root().resolve(name + "-" + POSTGRES_VERSION);
        if (!Files.isDirectory(folder)) {
            var unpacked = Files.createTempDirectory(Files.createDirectories(root()), name);
            open(unpacked);
            try (var archive = resource(name + ".txz")) {
                unpack(archive, unpacked);
            }
            moveOnce(unpacked, folder);
        }
        return folder;
    }

    /** The redis-server binary: the one that {@code tollgate.servers-redis} names, else ours. */
    static Path redis() throws IOException {
        var named = ServerSetting.text("tollgate.servers-redis", "");
        if (!named.isEmpty()) {
            return Path.of(named).toAbsolutePath();
        }
        var name = "redis-server-" + REDIS_VERSION + (mac() ? "-darwin-" : "-linux-") + (arm() ? "arm64" : "amd64");
        var binary = root().resolve(name);
        if (!Files.isExecutable(binary)) {
            var copy = Files.createTempFile(Files.createDirectories(root()), name, ".tmp");
            try (var content = resource(name)) {
                Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            open(copy);
            Files.move(copy, binary, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return binary;
    }

    private static Path root() {
        var own = ServerSetting.text("tollgate.cache", "");
        if (!own.isEmpty()) {
            return Path.of(own).toAbsolutePath();
        }
        var named = System.getenv("HOME");
        var home = Path.of(named == null || named.isBlank() ? System.getProperty("user.home") : named);
        if (mac()) {
            return home.resolve("Library/Caches/tollgate");
        }
        var xdg = System.getenv("XDG_CACHE_HOME");
        return (xdg == null || xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg)).resolve("tollgate");
    }

    private static boolean mac() {
        return OS.contains("mac");
    }

    private static boolean arm() {
        return ARCH.equals("aarch64") || ARCH.equals("arm64");
    }

    private static InputStream resource(String name) throws IOException {
        var stream = BinaryCache.class.getResourceAsStream("/" + name);
        if (stream == null) {
            throw new IOException("no server binary " + name + " on the class path: this system is not supported, name"
                    + " servers in settings instead (TOLLGATE_SERVERS=named)");
        }
        return stream;
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("archive entry outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(file.getParent());
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(tar, file);
                    if ((entry.getMode() & 0111) != 0) {
                        open(file);
                    }
                }
            }
        }
    }

    private static void open(Path path) throws IOException {
        Set<PosixFilePermission> all = EnumSet.allOf(PosixFilePermission.class);
        all.remove(PosixFilePermission.GROUP_WRITE);
        all.remove(PosixFilePermission.OTHERS_WRITE);
        Files.setPosixFilePermissions(path, all);
    }

    private static void moveOnce(Path unpacked, Path folder) throws IOException {
        try {
            Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }
}
