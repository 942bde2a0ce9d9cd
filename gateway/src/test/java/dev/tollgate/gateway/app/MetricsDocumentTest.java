package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code /metrics} shows exactly the metrics of {@code docs/metrics.md}. */
class MetricsDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/metrics.md");
    private static final String MARK = "<!-- what follows is written by MetricsDocumentTest -->\n";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    private static GatewayFixture gateway;

    @BeforeAll
    static void open() {
        gateway = GatewayFixture.withDispatcher();
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void every_metric_is_documented_and_every_documented_metric_exists() throws IOException {
        gateway.call("GET", "/v1/workspace", gateway.tenant("business").apiKey().getString("secret"), null)
                .expect(200);

        var table = table(gateway.management("/metrics").body());

        if (System.getProperty("golden.update") != null) {
            Files.writeString(DOCUMENT, document()[0] + MARK + "\n" + table);
        }
        assertThat(document()[1].strip()).isEqualTo(table.strip());
    }

    @Test
    void the_duration_of_calls_is_in_buckets_of_which_quantiles_are_made() {
        var key = gateway.tenant("business").apiKey().getString("secret");

        gateway.call("GET", "/v1/workspace", key, null).expect(200);

        var body = gateway.management("/metrics").body();
        var bucket = "tollgate_calls_duration_seconds_bucket{effect=\"read\",surface=\"rest\",le=\"";
        assertThat(figure(body, bucket + "10.0\"}"))
                .isPositive()
                .isGreaterThanOrEqualTo(figure(body, bucket + "0.001\"}"));
    }

    @Test
    void no_metric_tells_tenants_or_credentials_apart() {
        var key = gateway.tenant("business").apiKey();
        gateway.call("GET", "/v1/workspace", key.getString("secret"), null).expect(200);

        var body = gateway.management("/metrics").body();

        assertThat(body).doesNotContain("tnt_", "wrk_", key.getString("id"), key.getString("secret"));
    }

    @Test
    void holds_pools_backlog_and_lag_are_figures_once_there_was_a_call() {
        var key = gateway.tenant("business").apiKey().getString("secret");

        Eventually.within(SOON, () -> {
            gateway.call("GET", "/v1/workspace", key, null).expect(200);
            var body = gateway.management("/metrics").body();
            assertThat(figure(body, "tollgate_holds_asked_total")).isPositive();
            assertThat(figure(body, "tollgate_holds_batches_total")).isPositive();
            assertThat(figure(body, "tollgate_postgres_connections{role=\"tollgate_app\",state=\"idle\"}"))
                    .isPositive();
            assertThat(figure(body, "tollgate_outbox_backlog")).isNotNegative();
            assertThat(figure(body, "tollgate_meter_lag")).isNotNegative();
        });
    }

    private static double figure(String body, String name) {
        return body.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static String[] document() throws IOException {
        return Files.readString(DOCUMENT).split(Pattern.quote(MARK), 2);
    }

    private static String table(String body) {
        var types = new TreeMap<String, String>();
        var meanings = new TreeMap<String, String>();
        body.lines().filter(line -> line.startsWith("# ")).forEach(line -> {
            var words = line.split(" ", 4);
            if (words[2].startsWith("tollgate_")) {
                (words[1].equals("TYPE") ? types : meanings).put(words[2], words.length > 3 ? words[3] : "");
            }
        });
        var labels = labels(body, types.keySet());
        var rows = new StringBuilder("| metric | type | labels | meaning |\n|---|---|---|---|\n");
        types.forEach((name, type) -> rows.append("| `%s` | %s | %s | %s |\n"
                .formatted(name, type, String.join(", ", labels.get(name)), meanings.getOrDefault(name, ""))));
        return rows.toString();
    }

    private static Map<String, Set<String>> labels(String body, Set<String> names) {
        var labels = new TreeMap<String, Set<String>>();
        names.forEach(name -> labels.put(name, new TreeSet<>()));
        for (var line : body.lines().filter(line -> !line.startsWith("#")).toList()) {
            var end = line.indexOf('{');
            var metric = end < 0 ? "" : line.substring(0, end).replaceAll("_(count|sum|bucket)$", "");
            if (labels.containsKey(metric)) {
                LABEL.matcher(line)
                        .results()
                        .forEach(match -> labels.get(metric).add(match.group(1)));
            }
        }
        return labels;
    }
}
