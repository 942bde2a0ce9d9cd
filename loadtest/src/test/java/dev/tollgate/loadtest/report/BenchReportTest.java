package dev.tollgate.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchReportTest {

    private static final String RESULT = """
            {"commit": "c", "measured_at": "t",
             "machine": {"processor": "p", "cores": 2, "os": "o", "java": "j"},
             "figures": {"rounds": 3, "load": "wrk", "reconcile": "zero drift", "goals": [], "agreement": [],
              "legs": {"get_workspace": {"256": {"median": {"cpu_us": 2}, "rounds": {"cpu_us": [1, 2, 3]}}}}}}
            """;
    private static final String OPENING = "<script id=\"result\" type=\"application/json\">";

    @ParameterizedTest
    @EnumSource
    void the_page_holds_the_figures_the_charts_and_nothing_from_elsewhere(BenchReport.Page kind) throws IOException {
        var result = (ObjectNode) new ObjectMapper().readTree(RESULT);
        result.put("commit", "</script><b>");

        var page = kind.html(result);

        int from = page.indexOf(OPENING) + OPENING.length();
        var data = page.substring(from, page.indexOf("</script>", from));
        assertThat(new ObjectMapper().readTree(data)).isEqualTo(result);
        assertThat(page)
                .contains("uPlot")
                .doesNotContain("{{")
                .doesNotContain("<link")
                .doesNotContain(" src=");
        assertThat(page.split("<script", -1)).hasSameSizeAs(page.split("</script>", -1));
    }
}
