package dev.tollgate.runtime.process;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunningProcessTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration READY_MAX = Duration.ofSeconds(30);

    @Test
    void a_process_is_ready_shows_its_metrics_and_stops() throws Exception {
        var process = await(RunningProcess.start(Set.of(), settings(0), CLOCK));

        var ready = ready(process);
        var live = get(process, "/health/live");
        var metrics = get(process, "/metrics");

        assertThat(ready.body()).contains("\"status\":\"ready\"", "\"postgresql\":\"up\"");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).contains("tollgate_loop_lag_seconds{loop=\"0\"}");
        await(process.stop());
    }

    @Test
    void a_process_reports_itself_and_takes_its_report_back_when_it_stops() {
        var process = await(RunningProcess.start(Set.of("early"), settings(0), CLOCK));
        var postgres = process.context().postgres();
        var vertx = Vertx.vertx();
        var database = Database.open(vertx, postgres, DatabaseRole.APP, 1, CLOCK);
        var reports = new ProcessReports(database, CLOCK);

        eventually(() -> !await(reports.list()).isEmpty());
        var report = await(reports.list()).getFirst();
        await(process.stop());
        var left = await(reports.list());
        await(vertx.close());

        assertThat(report.parts()).containsExactly("early");
        assertThat(report.phase()).isEqualTo("ready");
        assertThat(report.silent()).isFalse();
        assertThat(report.checks()).containsEntry("postgresql", "up");
        assertThat(left).isEmpty();
    }

    @Test
    void a_process_that_is_told_to_stop_is_not_ready_at_once_and_lives_on_for_its_grace() throws Exception {
        RecordingFactory.HAPPENED.clear();
        var settings = settings(0, Map.of("tollgate.process.drain-grace", "3s"));
        var process = await(RunningProcess.start(Set.of("early"), settings, CLOCK));

        var stopped = process.stop();
        var ready = get(process, "/health/ready");
        var live = get(process, "/health/live");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"process\":\"draining\"");
        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(RecordingFactory.HAPPENED).contains("leave one", "leave two").doesNotContain("drain one");
        await(stopped);
        assertThat(RecordingFactory.HAPPENED).contains("drain one", "stop one");
    }

    @Test
    void parts_start_in_order_and_drain_and_stop_in_reverse() {
        RecordingFactory.HAPPENED.clear();
        var process = await(RunningProcess.start(Set.of("late", "early"), settings(0), CLOCK));

        await(process.stop());

        assertThat(RecordingFactory.HAPPENED)
                .containsExactly(
                        "start one",
                        "start two",
                        "start three",
                        "leave three",
                        "leave two",
                        "leave one",
                        "drain three",
                        "drain two",
                        "drain one",
                        "stop three",
                        "stop two",
                        "stop one");
    }

    @Test
    void a_part_that_cannot_start_ends_the_process_and_stops_what_had_started() {
        RecordingFactory.HAPPENED.clear();

        var failure = catchThrowable(() -> await(RunningProcess.start(Set.of("early", "broken"), settings(0), CLOCK)));

        assertThat(failure).isInstanceOf(StartFailed.class).hasMessage("broken could not start: no luck");
        assertThat(RecordingFactory.HAPPENED)
                .contains("stop broken", "stop two", "stop one")
                .doesNotContain("start never");
    }

    @Test
    void one_bound_ends_the_start_of_all_parts_and_stops_what_had_started() {
        RecordingFactory.HAPPENED.clear();
        var start = RunningProcess.start(Set.of("early", "silent"), settings(0), CLOCK, Duration.ofSeconds(1));

        var failure = catchThrowable(() -> await(start));

        assertThat(failure)
                .isInstanceOf(StartFailed.class)
                .hasMessage("silent could not start: the parts were not ready within 1 s");
        assertThat(RecordingFactory.HAPPENED).contains("stop silent", "stop two", "stop one");
    }

    @Test
    void a_taken_port_ends_the_start_with_one_line() throws IOException {
        try (var taken = new ServerSocket(0)) {
            var settings = settings(taken.getLocalPort());

            var failure = catchThrowable(() -> await(RunningProcess.start(Set.of(), settings, CLOCK)));

            assertThat(failure).isNotNull();
        }
    }

    @Test
    void settings_that_cannot_be_used_are_all_named_and_end_with_code_2() {
        var out = new ByteArrayOutputStream();
        var sources = SettingsSources.of(Map.of("tollgate.nonsense", "1", "tollgate.kafka.partitions", "0"));

        var code = new ProcessRunner(new PrintStream(out, true, StandardCharsets.UTF_8)).run(Set.of(), sources, CLOCK);

        assertThat(code).isEqualTo(ProcessRunner.SETTINGS_REJECTED);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("tollgate.nonsense is not a setting", "tollgate.kafka.partitions must be between 1 and 1024");
    }

    private static Settings settings(int managementPort) {
        return settings(managementPort, Map.of());
    }

    private static Settings settings(int managementPort, Map<String, String> more) {
        var values = TestServers.settings(TestServers.freshDatabase());
        values.put("tollgate.management.port", String.valueOf(managementPort));
        values.putAll(more);
        return Settings.load(SettingsSources.of(values));
    }

    /** What the process says as soon as all its parts are connected. */
    private static HttpResponse<String> ready(RunningProcess process) throws Exception {
        var end = System.nanoTime() + READY_MAX.toNanos();
        var answer = get(process, "/health/ready");
        while (answer.statusCode() != 200 && System.nanoTime() < end) {
            answer = get(process, "/health/ready");
        }
        return answer;
    }

    private static HttpResponse<String> get(RunningProcess process, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + process.managementPort() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
