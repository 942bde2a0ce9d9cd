package dev.tollgate.loadtest.hostile;

import static dev.tollgate.loadtest.check.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.load.LatencyHistogram;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A caller of another tenant that creates a task and reads it, at a pace that leaves the processors idle at times. */
record Neighbour(AppClient client) {

    private static final long PAUSE_MS = 5;

    /** Calls for so long; returns the p99 in milliseconds. */
    double p99Ms(Duration time) throws InterruptedException {
        var latencies = new LatencyHistogram();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            var task = JsonTrees.object().put("title", "beside an attack");
            var id = timed(latencies, "POST", "/v1/tasks", task).data().path("id");
            var _ = timed(latencies, "GET", "/v1/tasks/" + id.asText(), null);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        return latencies.ms(99);
    }

    private CallResponse timed(LatencyHistogram latencies, String method, String path, @Nullable ObjectNode body) {
        long started = System.nanoTime();
        var reply = CallResponse.of(client.rest(method, path, UUID.randomUUID().toString(), null, body)
                .join());
        latencies.add(System.nanoTime() - started);
        require(reply.succeeded(), "the neighbour is served, and not answered " + reply.status());
        return reply;
    }
}
