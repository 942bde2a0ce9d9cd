package dev.tollgate.standalone.image;

import dev.tollgate.standalone.Tollgate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The image's content, laid out as its Dockerfile does, and its start command. */
final class Image {
    private static final Path RECIPE = Path.of("../../k8s/image");

    /** Not under /tmp, which a pod has for itself. */
    private static final Path APP = laidOut();

    private Image() {}

    /** The image's entry point with these arguments, and with a bound for this machine's memory. */
    static List<String> command(String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + APP.resolve("java.args"),
                "-Xmx300m",
                "-cp",
                APP.resolve("lib") + "/*",
                Tollgate.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path laidOut() {
        try {
            var app = Files.createTempDirectory(Path.of("/var/tmp"), "tollgate-image");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(app), "remove image"));
            var lib = Files.createDirectory(app.resolve("lib"));
            Files.copy(RECIPE.resolve("java.args"), app.resolve("java.args"));
            var leftOut = Files.readAllLines(RECIPE.resolve("left-out")).stream()
                    .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                    .toList();
            for (var entry : System.getProperty("java.class.path").split(":")) {
                var file = Path.of(entry);
                if (Files.isDirectory(file) && !file.endsWith("test-classes")) {
                    jar(file, lib);
                } else if (entry.endsWith(".jar")
                        && leftOut.stream().noneMatch(one -> one.matches(file.getFileName()))) {
                    Files.copy(file, lib.resolve(file.getFileName()));
                }
            }
            return readable(app);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Classes that this build has not packaged yet. */
    private static void jar(Path classes, Path lib) throws IOException {
        var name = classes.getParent().getParent().getFileName() + "-classes.jar";
        var made = java.util.spi.ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "cf", lib.resolve(name).toString(), "-C", classes.toString(), ".");
        if (made != 0) {
            throw new IOException(classes + " could not be packed");
        }
    }

    private static Path readable(Path app) throws IOException {
        Files.setPosixFilePermissions(app, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var files = Files.walk(app)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
        return app;
    }

    private static void remove(Path app) {
        try (var files = Files.walk(app)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            System.err.println(app + " is left: " + left);
        }
    }
}
