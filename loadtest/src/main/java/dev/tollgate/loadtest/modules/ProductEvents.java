package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.JsonTrees;
import java.time.Duration;
import java.time.Instant;

/**
 * Product events in batches: 100 names, 20,000 actors, ids of their own, spread over a time.
 *
 * @param count of all events that are spread
 */
record ProductEvents(AppClient client, long count, Instant from, Duration span) {

    static final int BATCH = 500;
    private static final String EVENTS = "/v1/bi/events";
    static final int NAMES = 100;
    static final int ACTORS = 20_000;
    /** Prime: consecutive events have different actors and times. */
    static final long STEP = 7_919;

    /** Sends one batch, all events of which must be accepted. */
    void send(long number, CountedCalls calls) {
        var reply = calls.write(client, EVENTS, batch(number * BATCH));
        require(reply.data().path("accepted").asInt() == BATCH, "events are accepted, but: " + reply.text());
    }

    private ObjectNode batch(long first) {
        var body = JsonTrees.object();
        var events = body.putArray("events");
        for (long i = first; i < first + BATCH; i++) {
            long at = i * STEP % count;
            var event = events.addObject()
                    .put("name", "event_" + i % NAMES)
                    .put("event_id", "e" + i)
                    .put("actor", "actor-" + i * STEP % ACTORS)
                    .put(
                            "occurred_at",
                            from.plusMillis(span.toMillis() * at / count).toString());
            event.putObject("properties").put("plan", "team").put("amount", i % 1_000);
        }
        return body;
    }
}
