package dev.tollgate.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The source files of all tests of the checkout, for pages that name tests and rules that all keep. */
final class TestSources {

    static final Path ROOT = Path.of("").toAbsolutePath().resolve("../..").normalize();

    /** A method with an annotation of JUnit, jqwik or our own right before it. */
    private static final String METHOD =
            "@(?:Test|ParameterizedTest|RepeatedTest|ConcurrentTest|Property|TestFactory)\\b[^;]*?\\bvoid %s\\(";

    private static final String ANY_METHOD = "\\w+";

    private final Map<String, List<Path>> files = new HashMap<>();

    TestSources() {
        Stream.of(ROOT, ROOT.resolve("platform"))
                .flatMap(TestSources::inside)
                .map(artifact -> artifact.resolve("src/test/java"))
                .filter(Files::isDirectory)
                .flatMap(TestSources::below)
                .filter(file -> file.toString().endsWith(".java"))
                .forEach(file -> files.computeIfAbsent(
                                file.getFileName().toString().replace(".java", ""), _ -> new ArrayList<>())
                        .add(file));
    }

    /** Whether a class has a test. */
    boolean exists(String name) {
        return exists(name, ANY_METHOD);
    }

    /** Whether a class has this test. */
    boolean exists(String name, String method) {
        return files.getOrDefault(name, List.of()).stream()
                .map(TestSources::read)
                .anyMatch(source -> Pattern.compile(METHOD.formatted(method))
                        .matcher(source)
                        .find());
    }

    /** All of them. */
    Stream<Path> all() {
        return files.values().stream().flatMap(List::stream);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Stream<Path> inside(Path folder) {
        try (var files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Stream<Path> below(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
