package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.report.Await;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** kill -9 of the dispatcher under load, over and over: nothing lost, nothing stuck, every recorded attempt charged. */
final class KilledDispatcher implements WebhookScenario {

    private static final int TENANTS = 10;
    private static final int RATE_MAX = 200;
    private static final long LIFE_MS_MAX = 2_000;
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration FIRST_DELIVERY_MAX = Duration.ofSeconds(90);
    private static final long SEED = 20_261_125;

    @Override
    public String name() {
        return "killed";
    }

    @Override
    public void run(WebhookTestbed testbed, ObjectNode figures) throws Exception {
        var tenants = testbed.subscribe(this, TENANTS);
        int kills = testbed.sized(3, 100);
        var tasks = new ConstantRateTasks(tenants);
        try (var load = new Callers()) {
            load.add(() -> tasks.run(Math.min(testbed.rate(), RATE_MAX), 1));
            long leased = kill(testbed, kills);
            load.stop();
            long atLastKill =
                    testbed.receiver().count() - testbed.recorded().of(path()).attempts();
            testbed.startDispatcher(Map.of());
            long events = tasks.created().size();
            var counts = testbed.recorded().settled(path(), events);
            require(counts.unsettled() == 0, "no delivery of " + events + " is stuck, but: " + counts);
            var receipts = testbed.receiver().receipts(path());
            var received = new ReceivedEvents(tasks.created(), receipts);
            received.write(figures.put("kills", kills));
            var unrecorded = new UnrecordedReceipts(atLastKill, receipts.size() - counts.attempts());
            figures.put("events", events)
                    .put("attempts", counts.attempts())
                    .put("receipts_without_record", unrecorded.atEnd())
                    .put("leased_at_kills", leased);
            say(events + " events, " + receipts.size() + " receipts, " + received.duplicates() + " again, "
                    + counts.attempts() + " attempts");
            require(counts.succeeded() == events, events + " events are delivered, but recorded are " + counts);
            unrecorded.check(leased);
            RecordedDeliveries.checkCharges(tenants, events, testbed.recorded().of(path()), figures);
        }
        testbed.stopDispatcher();
    }

    /** Returns how many deliveries the dispatchers had leased, each when it was killed. */
    private long kill(WebhookTestbed testbed, int kills) throws Exception {
        var random = new Random(SEED);
        var receiver = testbed.receiver();
        long leased = 0;
        for (int i = 1; i <= kills; i++) {
            var lastLease = testbed.recorded().lastLease(path());
            testbed.startDispatcher(Map.of());
            // A kill before the first delivery shows nothing.
            long before = receiver.count();
            boolean delivered = Await.until(FIRST_DELIVERY_MAX, POLL, () -> receiver.count() > before);
            require(delivered, "a started dispatcher delivers within " + FIRST_DELIVERY_MAX);
            TimeUnit.MILLISECONDS.sleep(random.nextLong(LIFE_MS_MAX));
            testbed.killDispatcher();
            leased += testbed.recorded().leasedAfter(lastLease, path());
            if (i % 10 == 0) {
                say(i + " of " + kills + " kills");
            }
        }
        return leased;
    }
}
