package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A pause at 100 events a second, then resumed: all of them come, and none before. */
final class PausedEndpoint implements WebhookScenario {

    private static final int RATE = 100;
    private static final int AFTER_SECONDS = 2;
    private static final double SECOND_NANOS = 1e9;

    @Override
    public String name() {
        return "paused";
    }

    @Override
    public void run(WebhookStand stand, WebhookSize size, ObjectNode figures) throws Exception {
        var subscribers = stand.subscribers(name(), 1);
        var endpoint = subscribers.getFirst();
        stand.receiver().reset();
        stand.startDispatcher(Map.of());
        try (var stream = new TaskStream(subscribers)) {
            stream.run(RATE, 1);
            var _ = stand.recorded().settled(endpoint.path(), stream.made().size(), size.drainMax());
            endpoint.move("pause");
            long before = stand.receiver().count();
            stream.run(RATE, size.pausedSeconds());
            long during = stand.receiver().count() - before;
            long resumedNanos = System.nanoTime();
            endpoint.move("resume");
            stream.run(RATE, AFTER_SECONDS);
            long events = stream.made().size();
            var counts = stand.recorded().settled(endpoint.path(), events, size.drainMax());
            double seconds = (System.nanoTime() - resumedNanos) / SECOND_NANOS;
            var reconciled =
                    Reconciled.of(stream.made().keySet(), stand.receiver().receipts(endpoint.path()));
            reconciled.write(figures);
            figures.put("paused_seconds", size.pausedSeconds())
                    .put("events", events)
                    .put("received_while_paused", during)
                    .put("caught_up_after_seconds", seconds);
            stand.say(events + " events, " + during + " received while paused, all " + Math.round(seconds)
                    + " s after the end of the pause");
            // What was under way when the pause came may still arrive.
            require(during <= RATE, during + " events came while the endpoint was paused");
            require(counts.succeeded() == events && counts.unsettled() == 0, "all are delivered, but: " + counts);
            Charges.check(List.of(endpoint), events, counts, figures);
        }
        stand.stopDispatcher();
    }
}
