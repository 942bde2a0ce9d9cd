package dev.tollgate.loadtest.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A kept result as one page with charts that needs nothing else: script, style and figures are inside. */
public final class HtmlReport {

    private static final String TEMPLATES = "/dev/tollgate/loadtest/report/";
    /** The page of {@code bench gates}. */
    static final String GATES = "gates.html";

    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private HtmlReport() {}

    /** Writes the page made of a template beside the result and returns its path. */
    static Path write(JsonNode result, Path json, String template) throws IOException {
        var page = json.resolveSibling(json.getFileName().toString().replaceAll("\\.json$", "") + ".html");
        return Files.writeString(page, html(result, template));
    }

    /** The page. Nothing in it can end the script it stands in. */
    static String html(JsonNode result, String template) throws IOException {
        return resource(TEMPLATES + template)
                .replace("{{style}}", resource(CHARTS + "uPlot.min.css"))
                .replace("{{script}}", resource(CHARTS + "uPlot.iife.min.js").replace("</script", "<\\/script"))
                .replace("{{result}}", result.toString().replace("</", "<\\/"));
    }

    private static String resource(String name) throws IOException {
        try (var stream = HtmlReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException(name + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
