package dev.tollgate.loadtest.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file with the last result of each part of a bench. A run replaces the results of its own parts; those of other
 * parts stay, with the commit and the time they were measured at.
 */
public final class KeptResults {

    private final Path file;
    private final String section;
    private final List<String> parts;
    private final ObjectNode results;

    private KeptResults(Path file, String section, List<String> parts, ObjectNode results) {
        this.file = file;
        this.section = section;
        this.parts = List.copyOf(parts);
        this.results = results;
    }

    /**
     * Of a file that may not exist yet.
     *
     * @param section field of the file that has the results by the names of their parts
     * @param parts all that there are, in their order; results of others are dropped
     */
    public static KeptResults in(Path file, String section, List<String> parts) throws IOException {
        var before = JsonTrees.read(Files.exists(file) ? Files.readString(file) : "");
        var results = JsonTrees.object();
        for (var part : parts) {
            if (before.path(section).path(part) instanceof ObjectNode result) {
                results.set(part, result);
            }
        }
        return new KeptResults(file, section, parts, results);
    }

    /** Replaces the result of a part. */
    public void put(String part, ObjectNode result) {
        results.set(part, result);
    }

    /** The result of a part; null if it has none. */
    public @Nullable ObjectNode of(String part) {
        return results.get(part) instanceof ObjectNode result ? result : null;
    }

    /** Stores the results in the order of the parts, after what the file says of all of them; returns the file. */
    public Path write(ObjectNode head) throws IOException {
        var byName = head.putObject(section);
        for (var part : parts) {
            var result = of(part);
            if (result != null) {
                byName.set(part, result);
            }
        }
        var _ = Files.createDirectories(file.resolveSibling(""));
        var next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), head.toPrettyString() + "\n");
        return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
