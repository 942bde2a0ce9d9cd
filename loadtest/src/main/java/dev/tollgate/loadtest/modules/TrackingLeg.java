package dev.tollgate.loadtest.modules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.report.Await;
import java.time.Duration;
import java.time.Instant;

/**
 * Product events at a constant rate, a little above what is promised, so that the last answers may take their time:
 * events by the time from the first call to the last answer, and when the last one is in its cell. Then the same rows
 * are written without any check: the part of PostgreSQL that no code can avoid.
 */
final class TrackingLeg implements ModuleLeg {

    private static final double BATCHES_PER_SECOND = 41;

    /** As many large bodies as a gateway takes from one tenant at a time. */
    private static final int IN_FLIGHT_MAX = 8;

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
        int warmUp = (int) (BATCHES_PER_SECOND * testbed.sized(15, 30));
        int batches = (int) (BATCHES_PER_SECOND * testbed.sized(10, 60));
        var from = Instant.now().minus(Duration.ofMinutes(10));
        long count = (warmUp + batches) * (long) ProductEvents.BATCH;
        var events = new ProductEvents(client, count, from, Duration.ofMinutes(10));
        send(events, 0, warmUp, new CountedCalls());
        var servers = testbed.installation().servers();
        long gatewayMicros = ProcessProbe.cpuMicros(testbed.gateway().pid());
        long serversMicros = ProcessProbe.treeMicros(servers.pid());
        var calls = new CountedCalls();
        send(events, warmUp, batches, calls);
        long answered = System.nanoTime();
        double perSecond = calls.perSecond() * ProductEvents.BATCH;
        boolean rolled = Await.until(ROLL_MAX, POLL, () -> servers.sql().number(PENDING) == 0);
        double measured = batches * (double) ProductEvents.BATCH;
        figures.put("events_per_second", perSecond)
                .put("events", (long) measured)
                .put("rolled", rolled)
                .put("seconds_from_the_last_answer_until_rolled", (System.nanoTime() - answered) / SECOND_NANOS)
                .put("cpu_us_gateway", (ProcessProbe.cpuMicros(testbed.gateway().pid()) - gatewayMicros) / measured)
                .put("cpu_us_servers", (ProcessProbe.treeMicros(servers.pid()) - serversMicros) / measured);
        calls.write(figures.putObject("batches"));
        EventFloor.measure(servers, figures.putObject("floor"));
    }

    private static void send(ProductEvents events, int first, int count, CountedCalls calls)
            throws InterruptedException {
        Callers.atRate(BATCHES_PER_SECOND, count, IN_FLIGHT_MAX, number -> {
            events.send(first + number, calls);
            return number;
        });
    }
}
