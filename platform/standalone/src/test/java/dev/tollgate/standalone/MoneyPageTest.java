package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every rule of docs/money.md names tests that exist. */
class MoneyPageTest {

    /** A row of a table of rules: number, rule, tests. */
    private static final Pattern RULE = Pattern.compile("^\\| (\\d+) \\| (.+) \\| (.+) \\|$", Pattern.MULTILINE);

    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void every_named_test_exists_and_runs() {
        var sources = new TestSources();
        var missing = rules().stream()
                .flatMap(rule -> NAMED.matcher(rule.group(3)).results())
                .filter(named -> !sources.exists(named.group(1), named.group(2)))
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
        return RULE.matcher(TestSources.read(TestSources.ROOT.resolve("docs/money.md")))
                .results()
                .toList();
    }
}
