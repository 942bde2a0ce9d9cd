package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** An endpoint is paused at 100 events a second and resumed: all events arrive, and none while it is paused. */
final class PausedEndpoint implements WebhookScenario {

    private static final int RATE = 100;
    private static final int AFTER_SECONDS = 2;
    private static final double SECOND_NANOS = 1e9;

    @Override
    public String name() {
        return "paused";
    }

    @Override
    public void run(WebhookTestbed testbed, ObjectNode figures) throws Exception {
        var tenants = testbed.subscribe(this, 1);
        var endpoint = tenants.getFirst();
        int pausedSeconds = testbed.sized(5, 120);
        testbed.startDispatcher(Map.of());
        var tasks = new ConstantRateTasks(tenants);
        tasks.run(RATE, 1);
        var _ = testbed.recorded().settled(path(), tasks.created().size());
        endpoint.move("pause");
        long before = testbed.receiver().count();
        tasks.run(RATE, pausedSeconds);
        long during = testbed.receiver().count() - before;
        long resumedNanos = System.nanoTime();
        endpoint.move("resume");
        tasks.run(RATE, AFTER_SECONDS);
        long events = tasks.created().size();
        var counts = testbed.recorded().succeeded(path(), events);
        double seconds = (System.nanoTime() - resumedNanos) / SECOND_NANOS;
        new ReceivedEvents(tasks.created(), testbed.receiver().receipts(path())).write(figures);
        figures.put("paused_seconds", pausedSeconds)
                .put("events", events)
                .put("received_while_paused", during)
                .put("caught_up_after_seconds", seconds);
        say(events + " events, " + during + " received while paused, all " + Math.round(seconds)
                + " s after the end of the pause");
        // Attempts in flight at the pause may still arrive.
        require(during <= RATE, during + " events arrived while the endpoint was paused");
        RecordedDeliveries.checkCharges(tenants, events, counts, figures);
        testbed.stopDispatcher();
    }
}
