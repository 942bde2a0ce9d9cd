package dev.tollgate.k8s;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The files of a checkout that {@code .dockerignore} leaves: the last rule that names a path or a folder above it
 * counts.
 */
final class BuildContext {
    private static final String ANYWHERE = "**/";

    private record Rule(boolean keeps, List<PathMatcher> names) {
        static Rule of(String line) {
            boolean keeps = line.startsWith("!");
            var name = keeps ? line.substring(1) : line;
            // Java has no "or right here" in "**/x".
            var names =
                    name.startsWith(ANYWHERE) ? Stream.of(name, name.substring(ANYWHERE.length())) : Stream.of(name);
            return new Rule(
                    keeps,
                    names.map(one -> FileSystems.getDefault().getPathMatcher("glob:" + one))
                            .toList());
        }

        boolean isAbout(Path path) {
            return Stream.iterate(path, Objects::nonNull, Path::getParent)
                    .anyMatch(above -> names.stream().anyMatch(name -> name.matches(above)));
        }
    }

    private final List<Rule> rules;

    BuildContext(Path file) throws IOException {
        rules = Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Rule::of)
                .toList();
    }

    boolean has(String path) {
        boolean kept = true;
        for (var rule : rules) {
            if (rule.isAbout(Path.of(path))) {
                kept = rule.keeps();
            }
        }
        return kept;
    }
}
