package dev.tollgate.standalone.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/**
 * The data of a dev that was started once in this JVM and has ended. A start on a copy of it makes no servers, no
 * schema and no demo, which is most of what a first start does.
 */
final class PreparedHome {

    private static final Path FOLDER = prepared();

    private PreparedHome() {}

    private static Path prepared() {
        try {
            var folder = Files.createTempDirectory("tollgate-dev");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "remove prepared dev"));
            try (var dev = DevProcess.start(folder, "--once")) {
                if (dev.awaitEnd() != 0) {
                    throw new IllegalStateException("dev could not be prepared: " + dev.output());
                }
                return dev.home;
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** With the same rights on each file. */
    static void copy(Path home) throws IOException {
        try (var files = Files.walk(FOLDER)) {
            for (var file : files.toList()) {
                Files.copy(file, home.resolve(FOLDER.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            System.err.println(folder + " is left: " + left);
        }
    }
}
