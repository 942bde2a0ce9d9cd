package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every rule of docs/money.md names tests that exist. */
class MoneyPageTest {

    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final Path PAGE = ROOT.resolve("docs/money.md");

    /** A row of a table of rules: number, rule, tests. */
    private static final Pattern RULE = Pattern.compile("^\\| (\\d+) \\| (.+) \\| (.+) \\|$", Pattern.MULTILINE);

    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    /** A method with an annotation of JUnit, jqwik or our own right before it. */
    private static final String METHOD =
            "@(?:Test|ParameterizedTest|RepeatedTest|ConcurrentTest|Property|TestFactory)\\b[^;]*?\\bvoid %s\\(";

    @Test
    void every_named_test_exists_and_runs() {
        var sources = sources();
        var missing = rules().stream()
                .flatMap(rule -> NAMED.matcher(rule.group(3)).results())
                .filter(named -> !exists(sources, named.group(1), named.group(2)))
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertThat(missing).isEmpty();
    }

    @Test
    void every_rule_has_a_test_and_rules_are_numbered_without_a_gap() {
        var rules = rules();

        assertThat(rules.stream().map(rule -> Integer.parseInt(rule.group(1))))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, rules.size()).boxed().toList());
        assertThat(rules)
                .allSatisfy(rule -> assertThat(NAMED.matcher(rule.group(3)).find())
                        .as(rule.group(2))
                        .isTrue());
    }

    private static List<MatchResult> rules() {
        return RULE.matcher(read(PAGE)).results().toList();
    }

    private static boolean exists(Map<String, List<Path>> sources, String name, String method) {
        return sources.getOrDefault(name, List.of()).stream()
                .map(MoneyPageTest::read)
                .anyMatch(source -> Pattern.compile(METHOD.formatted(method))
                        .matcher(source)
                        .find());
    }

    /** The source files of all tests, by class. */
    private static Map<String, List<Path>> sources() {
        var sources = new HashMap<String, List<Path>>();
        Stream.of(ROOT, ROOT.resolve("platform"))
                .flatMap(MoneyPageTest::inside)
                .map(artifact -> artifact.resolve("src/test/java"))
                .filter(Files::isDirectory)
                .flatMap(MoneyPageTest::below)
                .filter(file -> file.toString().endsWith(".java"))
                .forEach(file -> sources.computeIfAbsent(
                                file.getFileName().toString().replace(".java", ""), _ -> new ArrayList<>())
                        .add(file));
        return sources;
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

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
