package dev.tollgate.loadtest.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A kept result as one page with charts that needs nothing else: script, style and figures are inside. */
public final class HtmlReport {

    /** What is measured, each with a part of its own in the page. */
    public enum Page {
        GATES("gates", "What the gates cost"),
        WEBHOOKS("webhooks", "Webhooks, from commit to receipt"),
        MCP("mcp", "Agents at the MCP endpoint");

        private final String part;
        private final String title;

        Page(String part, String title) {
            this.part = part;
            this.title = title;
        }
    }

    private static final String TEMPLATES = "/dev/tollgate/loadtest/report/";
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private HtmlReport() {}

    /** Writes the page beside the result and returns its path. */
    static Path write(JsonNode result, Path json, Page page) throws IOException {
        var file = json.resolveSibling(json.getFileName().toString().replaceAll("\\.json$", "") + ".html");
        return Files.writeString(file, html(result, page));
    }

    /** The page. Nothing in it can end the script it stands in. */
    static String html(JsonNode result, Page page) throws IOException {
        return resource(TEMPLATES + "page.html")
                .replace("{{title}}", page.title)
                .replace("{{uplot.css}}", resource(CHARTS + "uPlot.min.css"))
                .replace("{{page.css}}", resource(TEMPLATES + "page.css"))
                .replace("{{part}}", resource(TEMPLATES + page.part + ".html").strip())
                .replace("{{uplot.js}}", resource(CHARTS + "uPlot.iife.min.js").replace("</script", "<\\/script"))
                .replace("{{page.js}}", resource(TEMPLATES + "page.js"))
                .replace("{{part.js}}", resource(TEMPLATES + page.part + ".js"))
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
