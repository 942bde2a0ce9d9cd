package dev.tollgate.loadtest.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.embedded.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The figures of one run with the commit, the machine and the servers they were measured on. */
public final class BenchReport {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final String name;

    /** Read before the run, which may bind this process to some of the processors. */
    private final Machine machine = Machine.here();

    private final ObjectNode servers = JSON.createObjectNode();
    private final ObjectNode figures = JSON.createObjectNode();

    public BenchReport(String name) {
        this.name = name;
    }

    public ObjectNode figures() {
        return figures;
    }

    /** Versions by name. */
    public void servers(Map<String, String> versions) {
        new TreeMap<>(versions).forEach(servers::put);
    }

    /** Writes {@code <name>.json}, and beside it the page with charts if there is one; returns the path of the JSON. */
    public Path write(Path folder, String commit, InstantSource clock, @Nullable Page page) throws IOException {
        var result = result(commit, clock);
        Files.createDirectories(folder);
        if (page != null) {
            Files.writeString(folder.resolve(name + ".html"), page.html(result));
        }
        return Files.writeString(folder.resolve(name + ".json"), JSON.writeValueAsString(result) + "\n");
    }

    /** The whole result. */
    public ObjectNode result(String commit, InstantSource clock) {
        var result = JSON.createObjectNode()
                .put("scenario", name)
                .put("commit", commit)
                .put(
                        "measured_at",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        result.set("machine", JSON.valueToTree(machine));
        result.set("servers", servers);
        result.set("figures", figures);
        return result;
    }

    /** The text of a resource on the class path. */
    public static String resource(String name) throws IOException {
        try (var stream = BenchReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException(name + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String toString() {
        return name + " " + figures.toPrettyString();
    }

    /** Benches with charts: a result as one page, with script, style and figures inside. */
    public enum Page {
        GATES("What the gates cost"),
        WEBHOOKS("Webhooks, from commit to receipt"),
        MCP("Agents at the MCP endpoint"),
        OVERLOAD("Beyond capacity"),
        GROWTH("What calls cost as an installation grows");

        private static final String TEMPLATES = "/dev/tollgate/loadtest/report/";
        private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

        private final String title;

        Page(String title) {
            this.title = title;
        }

        /** The page. Nothing in the result can end the script that holds it. */
        String html(JsonNode result) throws IOException {
            var part = TEMPLATES + name().toLowerCase(Locale.ROOT);
            return resource(TEMPLATES + "page.html")
                    .replace("{{title}}", title)
                    .replace("{{uplot.css}}", resource(CHARTS + "uPlot.min.css"))
                    .replace("{{page.css}}", resource(TEMPLATES + "page.css"))
                    .replace("{{part}}", resource(part + ".html").strip())
                    .replace(
                            "{{uplot.js}}",
                            resource(CHARTS + "uPlot.iife.min.js").replace("</script", "<\\/script"))
                    .replace("{{page.js}}", resource(TEMPLATES + "page.js"))
                    .replace("{{part.js}}", resource(part + ".js"))
                    .replace("{{result}}", result.toString().replace("</", "<\\/"));
        }
    }
}
