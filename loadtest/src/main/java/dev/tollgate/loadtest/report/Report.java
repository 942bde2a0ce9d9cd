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

/** The figures of one run, kept with what they were measured on. */
public final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final String scenario;
    private final ObjectNode servers = JSON.createObjectNode();
    private final ObjectNode figures = JSON.createObjectNode();

    public Report(String scenario) {
        this.scenario = scenario;
    }

    /** Where figures go; nested objects may be put into it. */
    public ObjectNode figures() {
        return figures;
    }

    /** What the run ran on beside the machine: versions by name. */
    public void servers(Map<String, String> versions) {
        new TreeMap<>(versions).forEach(servers::put);
    }

    /** Writes {@code <scenario>.json} into the folder and returns its path. */
    public Path write(Path folder, String commit, InstantSource clock) throws IOException {
        var file = Files.createDirectories(folder).resolve(scenario + ".json");
        return Files.writeString(file, JSON.writeValueAsString(whole(commit, clock)) + "\n");
    }

    /** Writes the same, and beside it the page with charts. */
    public Path writeWithCharts(Path folder, String commit, InstantSource clock, HtmlReport.Page page)
            throws IOException {
        var file = write(folder, commit, clock);
        var _ = HtmlReport.write(JSON.readTree(Files.readString(file)), file, page);
        return file;
    }

    private ObjectNode whole(String commit, InstantSource clock) {
        var whole = JSON.createObjectNode();
        whole.put("scenario", scenario);
        whole.put("commit", commit);
        whole.put("measured_at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        whole.putObject("machine")
                .put("processor", processor())
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("arch", System.getProperty("os.arch"))
                .put("java", System.getProperty("java.runtime.version"));
        if (!servers.isEmpty()) {
            whole.set("servers", servers);
        }
        whole.set("figures", figures);
        return whole;
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
        return scenario + " " + figures.toPrettyString();
    }
}
