package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.scenario.Scenario.Broken;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** kill -9 of the dispatcher under load, over and over: nothing lost, nothing stuck, every recorded attempt charged. */
final class KilledDispatcher implements WebhookScenario {

    private static final int SUBSCRIBERS = 10;
    private static final int RATE_MAX = 200;
    private static final long LIFE_MS_MAX = 2_000;
    private static final long LOOK_MS = 20;
    private static final Duration WORK_MAX = Duration.ofSeconds(90);
    /** What a dispatcher has under way at once, by its settings. */
    private static final long UNDER_WAY_MAX = 1_024;

    private static final long SEED = 20_261_125;

    @Override
    public String name() {
        return "killed";
    }

    @Override
    public void run(WebhookStand stand, WebhookSize size, ObjectNode figures) throws Exception {
        var subscribers = stand.subscribers(name(), SUBSCRIBERS);
        stand.receiver().reset();
        try (var stream = new TaskStream(subscribers);
                var thread = Executors.newSingleThreadExecutor()) {
            var go = new AtomicBoolean(true);
            Callable<Void> load = () -> {
                while (go.get()) {
                    stream.run(Math.min(size.rate(), RATE_MAX), 1);
                }
                return null;
            };
            var loading = thread.submit(load);
            try {
                kills(stand, size.kills());
            } finally {
                go.set(false);
            }
            loading.get(1, TimeUnit.MINUTES);
            stand.startDispatcher(Map.of());
            checked(stand, stream, size, figures.put("kills", size.kills()));
            Charges.check(subscribers, stream.made().size(), stand.recorded().of("/" + name() + "/"), figures);
            stand.stopDispatcher();
        }
    }

    private static void kills(WebhookStand stand, int kills) throws Exception {
        var random = new Random(SEED);
        for (int i = 1; i <= kills; i++) {
            stand.startDispatcher(Map.of());
            awaitWork(stand.receiver());
            TimeUnit.MILLISECONDS.sleep(random.nextLong(LIFE_MS_MAX));
            stand.killDispatcher();
            if (i % 10 == 0) {
                stand.say(i + " of " + kills + " kills");
            }
        }
    }

    /** A kill before anything is sent shows nothing. */
    private static void awaitWork(Receiver receiver) throws InterruptedException {
        long before = receiver.count();
        long end = System.nanoTime() + WORK_MAX.toNanos();
        while (receiver.count() == before) {
            require(System.nanoTime() < end, "a dispatcher that is started delivers within " + WORK_MAX);
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    private void checked(WebhookStand stand, TaskStream stream, WebhookSize size, ObjectNode figures)
            throws InterruptedException {
        long events = stream.made().size();
        var counts = stand.recorded().settled("/" + name() + "/", events, size.drainMax());
        if (counts.unsettled() > 0) {
            throw new Broken(counts.unsettled() + " of " + events + " deliveries are stuck: " + counts);
        }
        var receipts = stand.receiver().receipts("/" + name() + "/");
        var reconciled = Reconciled.of(stream.made().keySet(), receipts);
        reconciled.write(figures);
        long unrecorded = receipts.size() - counts.attempts();
        figures.put("events", events).put("attempts", counts.attempts()).put("receipts_without_record", unrecorded);
        stand.say(events + " events, " + receipts.size() + " receipts, " + reconciled.duplicates() + " again, "
                + counts.attempts() + " attempts");
        require(counts.succeeded() == events, events + " events are delivered, but recorded are " + counts);
        require(
                unrecorded <= size.kills() * UNDER_WAY_MAX,
                unrecorded + " receipts have no attempt: more than were under way at the kills");
    }
}
