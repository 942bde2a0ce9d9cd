package dev.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages with figures of benches cite the results that are kept: figures of a replaced one do not stay. */
class CitedResultsTest {

    /** A link to a result, the commit and the day of the month. */
    private static final Pattern CITED =
            Pattern.compile("\\]\\(\\.\\./loadtest/results/([\\w-]+\\.json)\\), ([0-9a-f]{8}), (\\d+) [A-Z][a-z]+");

    @ParameterizedTest
    @ValueSource(strings = {"performance.md", "operating.md"})
    void every_cited_result_is_the_one_that_is_kept(String page) {
        var cited = CITED.matcher(
                        TestSources.read(TestSources.ROOT.resolve("docs").resolve(page)))
                .results()
                .toList();

        assertThat(cited).isNotEmpty().allSatisfy(CitedResultsTest::isKept);
    }

    private static void isKept(MatchResult cited) throws IOException {
        var file = TestSources.ROOT.resolve("loadtest/results").resolve(cited.group(1));
        var kept = new ObjectMapper().readTree(file.toFile());
        var day = Instant.parse(kept.path("measured_at").asText())
                .atZone(ZoneOffset.UTC)
                .getDayOfMonth();

        assertThat(kept.path("commit").asText()).as(cited.group()).startsWith(cited.group(2));
        assertThat(day).as(cited.group()).isEqualTo(Integer.parseInt(cited.group(3)));
    }
}
