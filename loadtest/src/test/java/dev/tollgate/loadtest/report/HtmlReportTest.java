package dev.tollgate.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HtmlReportTest {

    private static final String OPENING = "<script id=\"result\" type=\"application/json\">";

    @ParameterizedTest
    @EnumSource
    void the_page_holds_the_figures_the_charts_and_nothing_from_elsewhere(HtmlReport.Page kind) throws IOException {
        var result = (ObjectNode) ComparisonTest.result("cpu_us", 1, 2, 3);
        result.put("commit", "</script><b>");

        var page = HtmlReport.html(result, kind);

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
