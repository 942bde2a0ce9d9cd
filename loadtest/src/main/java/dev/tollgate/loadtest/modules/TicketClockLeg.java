package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.load.LatencyHistogram;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Thousands of clocks that are due within a few seconds, in the middle of which the gateway stops until all are due:
 * each is missed once, at its own due time.
 */
final class TicketClockLeg implements ModuleLeg {

    /** The shortest target. */
    private static final int TARGET_MINUTES = 1;

    private static final int SPREAD_SECONDS = 10;
    private static final int IN_FLIGHT_MAX = 64;
    /** What was due so shortly before the stop may have to wait for the start. */
    private static final Duration POLLED = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "ticket_clocks";
    }

    @Override
    public void run(ModulesTestbed testbed, ObjectNode figures) throws Exception {
        var client = testbed.client("support");
        var breaches = new DueEffects("ticket.breach_sla");
        createQueue(client);
        int tickets = testbed.sized(200, 5_000);
        Callers.atRate(tickets / (double) SPREAD_SECONDS, tickets, IN_FLIGHT_MAX, _ -> createTicket(client, breaches));
        sleepUntil(breaches.middle());
        var stopped = Instant.now();
        testbed.gateway().stop();
        sleepUntil(breaches.last().plus(POLLED));
        var starting = Instant.now();
        testbed.gateway().start();
        var started = Instant.now();
        var running = new LatencyHistogram();
        var afterStop = new LatencyHistogram();
        var sinceStart = new LatencyHistogram();
        breaches.recorded(testbed.installation().servers(), (due, commit) -> {
            if (due.isBefore(stopped.minus(POLLED))) {
                running.add(Duration.between(due, commit).toNanos());
            } else if (commit.isAfter(starting)) {
                afterStop.add(Duration.between(started, commit).toNanos());
                sinceStart.add(Duration.between(starting, commit).toNanos());
            }
        });
        requireTrueTimes(client, tickets);
        figures.put("tickets", tickets).put("caught_up_ms_after_the_start_began", sinceStart.ms(100));
        running.write(figures.putObject("running").put("clocks", running.count()));
        afterStop.write(figures.putObject("after_the_stop").put("clocks", afterStop.count()));
    }

    private static void createQueue(AppClient client) {
        var queue = JsonTrees.object().put("name", "Customer care");
        queue.putArray("targets").addObject().put("priority", "normal").put("first_response", TARGET_MINUTES);
        var _ = client.created("/v1/support/queues", queue);
    }

    private static String createTicket(AppClient client, DueEffects breaches) {
        var ticket =
                client.created("/v1/support/tickets", JsonTrees.object().put("subject", "The engine stops at card 42"));
        var id = ticket.path("id").asText();
        breaches.add(id, Instant.parse(ticket.path("first_response_due_at").asText()));
        return id;
    }

    /** However late a breach was seen, it has the time when it was due. */
    private static void requireTrueTimes(AppClient client, int tickets) {
        long missed = client.records("/v1/support/tickets?breached=true&limit=100").stream()
                .filter(ticket -> Duration.between(
                                        Instant.parse(ticket.path("created_at").asText()),
                                        Instant.parse(ticket.path("first_response_breached_at")
                                                .asText()))
                                .minusMinutes(TARGET_MINUTES)
                                .abs()
                                .toSeconds()
                        < 1)
                .count();
        require(missed == tickets, tickets + " clocks were missed when they were due, but " + missed);
    }

    private static void sleepUntil(Instant time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Duration.between(Instant.now(), time).toNanos());
    }
}
