package dev.tollgate.loadtest.hostile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Answer;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.scenario.Scenario;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A caller of another tenant that creates a task and reads it, at a pace that leaves the processors idle at times. */
final class Neighbour {

    private static final long PAUSE_MS = 5;
    private static final int DIGITS = 3;
    private static final double MILLI_NANOS = 1e6;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AppClient client;

    Neighbour(AppClient client) {
        this.client = client;
    }

    /** What one window showed. */
    record Window(long calls, double p50Ms, double p99Ms, double maxMs) {}

    Window work(Duration time) throws InterruptedException {
        var latencies = new Histogram(DIGITS);
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            var task = JSON.createObjectNode().put("title", "beside an attack");
            var made = timed(latencies, "POST", "/v1/tasks", task);
            var _ = timed(
                    latencies, "GET", "/v1/tasks/" + made.data().path("id").asText(), null);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        return new Window(latencies.getTotalCount(), ms(latencies, 50), ms(latencies, 99), ms(latencies, 100));
    }

    private Answer timed(Histogram latencies, String method, String path, @Nullable ObjectNode body) {
        long started = System.nanoTime();
        var answer = client.rest(method, path, UUID.randomUUID().toString(), null, body)
                .join();
        latencies.recordValue(System.nanoTime() - started);
        Scenario.require(answer.succeeded(), "the neighbour is served, and not answered " + answer.status());
        return answer;
    }

    private static double ms(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / MILLI_NANOS;
    }
}
