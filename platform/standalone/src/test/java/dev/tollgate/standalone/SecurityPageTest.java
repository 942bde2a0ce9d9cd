package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every threat of docs/security.md names tests that exist. */
class SecurityPageTest {

    private static final String PAGE = TestSources.read(TestSources.ROOT.resolve("docs/security.md"));
    private static final String THREATS = PAGE.substring(PAGE.indexOf("## Threats"), PAGE.indexOf("## Known limits"));

    /** A row of a table: threat, protection, tests. */
    private static final Pattern ROW = Pattern.compile("^\\| (.+) \\| (.+) \\| (`.+) \\|$", Pattern.MULTILINE);

    private static final Pattern ANY_ROW = Pattern.compile("^\\| .+ \\|$", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    @Test
    void every_named_test_exists_and_runs() {
        var sources = new TestSources();
        var missing = NAMED.matcher(PAGE)
                .results()
                .filter(named -> named.group(2) == null
                        ? !sources.exists(named.group(1))
                        : !sources.exists(named.group(1), named.group(2)))
                .map(MatchResult::group)
                .distinct()
                .toList();

        assertThat(missing).isEmpty();
    }

    @Test
    void every_threat_names_a_test_or_a_command() {
        var rows = ROW.matcher(THREATS).results().toList();
        var headings = Pattern.compile("^\\| threat ", Pattern.MULTILINE)
                .matcher(THREATS)
                .results()
                .count();

        assertThat(rows).hasSize((int) (ANY_ROW.matcher(THREATS).results().count() - headings));
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.group(3)).containsPattern(NAMED.pattern() + "|`bin/tollgate "));
    }
}
