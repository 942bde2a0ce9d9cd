package dev.tollgate.loadtest.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The figures of one run with the commit, the machine and the servers they were measured on. */
public final class BenchReport {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final String name;
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
    public Path write(Path folder, String commit, InstantSource clock, HtmlReport.@Nullable Page page)
            throws IOException {
        var result = result(commit, clock);
        if (page != null) {
            HtmlReport.write(result, Files.createDirectories(folder).resolve(name + ".html"), page);
        }
        var file = Files.createDirectories(folder).resolve(name + ".json");
        return Files.writeString(file, JSON.writeValueAsString(result) + "\n");
    }

    private ObjectNode result(String commit, InstantSource clock) {
        var result = JSON.createObjectNode()
                .put("scenario", name)
                .put("commit", commit)
                .put(
                        "measured_at",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        result.putObject("machine")
                .put("processor", processor())
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("arch", System.getProperty("os.arch"))
                .put("java", System.getProperty("java.runtime.version"));
        if (!servers.isEmpty()) {
            result.set("servers", servers);
        }
        result.set("figures", figures);
        return result;
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException noSuchFile) {
            return "unknown";
        }
    }

    @Override
    public String toString() {
        return name + " " + figures.toPrettyString();
    }
}
