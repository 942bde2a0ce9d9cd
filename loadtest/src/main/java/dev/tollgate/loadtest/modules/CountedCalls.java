package dev.tollgate.loadtest.modules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.load.LatencyHistogram;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Calls at the same time, as their client counts them: rate, latency, answers by status and problem code. */
final class CountedCalls implements AppClient.Observer {

    private static final double SECOND_NANOS = 1e9;

    private final LatencyHistogram latencies = new LatencyHistogram();
    private final Map<String, Long> answers = new TreeMap<>();
    private final long beganNanos = System.nanoTime();
    private long lastNanos = beganNanos;

    /** Sends a write until its answer is final. */
    CallResponse write(AppClient client, String path, ObjectNode body) {
        return client.settled("POST", path, UUID.randomUUID().toString(), body, this);
    }

    @Override
    public synchronized void answered(CallResponse reply, long nanos) {
        answers.merge(reply.outcome(), 1L, Long::sum);
        lastNanos = System.nanoTime();
        if (reply.succeeded()) {
            latencies.add(nanos);
        }
    }

    /** Successes by the time from the beginning to the last answer. */
    synchronized double perSecond() {
        return latencies.count() * SECOND_NANOS / Math.max(1, lastNanos - beganNanos);
    }

    /** Writes rate and latency of successes, and all answers. */
    synchronized void write(ObjectNode figures) {
        figures.put("calls", latencies.count()).put("calls_per_second", perSecond());
        latencies.write(figures);
        var counts = figures.putObject("answers");
        answers.forEach(counts::put);
    }
}
