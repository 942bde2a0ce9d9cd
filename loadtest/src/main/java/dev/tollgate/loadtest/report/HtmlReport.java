package dev.tollgate.loadtest.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.loadtest.environment.LocalMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A result as one page with charts: script, style and figures are inside. */
public final class HtmlReport {

    /** Benches with charts; each has a part of its own in the page. */
    public enum Page {
        GATES("What the gates cost"),
        WEBHOOKS("Webhooks, from commit to receipt"),
        MCP("Agents at the MCP endpoint");

        private final String title;

        Page(String title) {
            this.title = title;
        }
    }

    private static final String TEMPLATES = "/dev/tollgate/loadtest/report/";
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private HtmlReport() {}

    static void write(JsonNode result, Path file, Page page) throws IOException {
        Files.writeString(file, html(result, page));
    }

    /** The page. Nothing in the result can end the script that holds it. */
    static String html(JsonNode result, Page page) throws IOException {
        var part = TEMPLATES + page.name().toLowerCase(Locale.ROOT);
        return LocalMachine.resource(TEMPLATES + "page.html")
                .replace("{{title}}", page.title)
                .replace("{{uplot.css}}", LocalMachine.resource(CHARTS + "uPlot.min.css"))
                .replace("{{page.css}}", LocalMachine.resource(TEMPLATES + "page.css"))
                .replace("{{part}}", LocalMachine.resource(part + ".html").strip())
                .replace(
                        "{{uplot.js}}",
                        LocalMachine.resource(CHARTS + "uPlot.iife.min.js").replace("</script", "<\\/script"))
                .replace("{{page.js}}", LocalMachine.resource(TEMPLATES + "page.js"))
                .replace("{{part.js}}", LocalMachine.resource(part + ".js"))
                .replace("{{result}}", result.toString().replace("</", "<\\/"));
    }
}
