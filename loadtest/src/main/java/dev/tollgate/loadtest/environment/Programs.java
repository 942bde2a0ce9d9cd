package dev.tollgate.loadtest.environment;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Programs of the system. */
public final class Programs {

    private Programs() {}

    /** The first of that name on the PATH. */
    public static Optional<Path> find(String name) {
        var path = System.getenv("PATH");
        if (path == null) {
            return Optional.empty();
        }
        for (var folder : path.split(File.pathSeparator, -1)) {
            var candidate = Path.of(folder).resolve(name);
            if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
