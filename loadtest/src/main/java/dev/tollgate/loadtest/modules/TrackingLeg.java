package dev.tollgate.loadtest.modules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.report.Await;
import java.time.Duration;
import java.time.Instant;

/**
 * Product events at a constant rate, a little above what is promised, so that the last answers may take their time:
 * events by the time from the first call to the last answer, and when the last one is in its cell.
 */
final class TrackingLeg implements ModuleLeg {

    private static final double BATCHES_PER_SECOND = 41;
    private static final int IN_FLIGHT_MAX = 16;
    private static final Duration ROLL_MAX = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String PENDING = "SELECT count(*) FROM bi.pending";
    private static final double SECOND_NANOS = 1e9;

    @Override
    public String name() {
        return "tracking";
    }

    @Override
    public void run(ModulesTestbed testbed, ObjectNode figures) throws InterruptedException {
        var client = testbed.client("bi");
        int warmUp = (int) (BATCHES_PER_SECOND * testbed.sized(5, 30));
        int batches = (int) (BATCHES_PER_SECOND * testbed.sized(5, 60));
        var from = Instant.now().minus(Duration.ofMinutes(10));
        var events = new ProductEvents(client, batches * (long) ProductEvents.BATCH, from, Duration.ofMinutes(10));
        send(events, 0, warmUp, new CountedCalls());
        var servers = testbed.installation().servers();
        long gatewayMicros = ProcessProbe.cpuMicros(testbed.gateway().pid());
        long serversMicros = ProcessProbe.treeMicros(servers.pid());
        var calls = new CountedCalls();
        send(events, warmUp, batches, calls);
        long answered = System.nanoTime();
        double perSecond = calls.perSecond() * ProductEvents.BATCH;
        boolean rolled = Await.until(ROLL_MAX, POLL, () -> servers.sql().number(PENDING) == 0);
        double count = events.count();
        figures.put("events_per_second", perSecond)
                .put("events", events.count())
                .put("rolled", rolled)
                .put("seconds_from_the_last_answer_until_rolled", (System.nanoTime() - answered) / SECOND_NANOS)
                .put("cpu_us_gateway", (ProcessProbe.cpuMicros(testbed.gateway().pid()) - gatewayMicros) / count)
                .put("cpu_us_servers", (ProcessProbe.treeMicros(servers.pid()) - serversMicros) / count);
        calls.write(figures.putObject("batches"));
    }

    private static void send(ProductEvents events, int first, int count, CountedCalls calls)
            throws InterruptedException {
        Callers.atRate(BATCHES_PER_SECOND, count, IN_FLIGHT_MAX, number -> {
            events.send(first + number, calls);
            return number;
        });
    }
}
