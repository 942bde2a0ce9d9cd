package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Twenty endpoints, of which two hang in half of the windows: what the other eighteen notice of it. Calm windows and
 * others come as calm, hanging, hanging, calm, so that what grows or warms up while this runs is the same to both.
 * Every window has two of its own that may hang, archived when it ends: what waits for them is not measured in the
 * next.
 */
final class HangingEndpoints implements WebhookScenario {

    private static final int SUBSCRIBERS = 20;
    private static final int HANGING = 2;
    private static final List<Boolean> HANGS = List.of(false, true, true, false);

    @Override
    public String name() {
        return "hanging";
    }

    @Override
    public void run(WebhookStand stand, WebhookSize size, ObjectNode figures) throws Exception {
        var healthy = stand.subscribers(name(), SUBSCRIBERS - HANGING);
        stand.receiver().reset();
        stand.startDispatcher(Map.of());
        var warmUp = new Window(stand, size, healthy, -1, false);
        warmUp.run(size.warmUpSeconds());
        var windows = new ArrayList<Window>();
        for (int i = 0; i < 2 * size.windows(); i++) {
            var window = new Window(stand, size, healthy, i, HANGS.get(i % HANGS.size()));
            window.run(size.seconds());
            windows.add(window);
        }
        long due = warmUp.events + windows.stream().mapToLong(one -> one.events).sum();
        var counts = stand.recorded().settled("/" + name() + "/", due, size.drainMax());
        stand.stopDispatcher();
        require(counts.succeeded() == due, due + " healthy events are delivered, but recorded are " + counts);
        compared(stand, windows, figures);
    }

    private void compared(WebhookStand stand, List<Window> windows, ObjectNode figures) {
        var receipts = stand.receiver().receipts("/" + name() + "/");
        var commits = Commits.of(stand.installation().servers(), "/" + name() + "/");
        var healthy = in(receipts, windows, false, commits);
        var beside = in(receipts, windows, true, commits);
        healthy.write(figures.putObject("all_healthy"));
        beside.write(figures.putObject("tenth_hangs"));
        figures.put("p95_ratio", beside.ms(95) / healthy.ms(95));
        var each = figures.putArray("p95_ms_by_window");
        for (var window : windows) {
            var one = in(receipts, List.of(window), window.hangs, commits);
            each.addObject().put("hangs", window.hangs).put("p95_ms", one.ms(95));
        }
        stand.say("all healthy: " + healthy.line());
        stand.say("a tenth hangs: " + beside.line());
    }

    private static Latencies in(List<Receipt> receipts, List<Window> windows, boolean hangs, Commits commits) {
        return Latencies.of(
                receipts.stream()
                        .filter(receipt ->
                                windows.stream().anyMatch(window -> window.hangs == hangs && window.has(receipt)))
                        .toList(),
                commits::until);
    }

    /** A while of events to all twenty. */
    private static final class Window {
        private final WebhookStand stand;
        private final WebhookSize size;
        private final List<Subscriber> healthy;
        private final List<Subscriber> mayHang = new ArrayList<>();
        private final String path;
        private final boolean hangs;
        private long fromMicros;
        private long toMicros;
        /** Of the healthy. */
        private long events;

        Window(WebhookStand stand, WebhookSize size, List<Subscriber> healthy, int number, boolean hangs) {
            this.stand = stand;
            this.size = size;
            this.healthy = healthy;
            this.path = "/may-hang/" + (number + 1) + "/";
            this.hangs = hangs;
            for (int i = 0; i < HANGING; i++) {
                mayHang.add(stand.subscriber(path + i, stand.receiver().urlThatMayHang(path + i), _ -> {}));
                stand.receiver().tell(path + i, hangs ? "kind=hang" : "status=200");
            }
        }

        void run(int seconds) throws InterruptedException {
            var all = new ArrayList<>(healthy);
            all.addAll(mayHang);
            try (var stream = new TaskStream(all)) {
                fromMicros = System.currentTimeMillis() * 1_000;
                stream.run(size.rate(), seconds);
                toMicros = System.currentTimeMillis() * 1_000;
                events = healthy.stream().mapToLong(stream::count).sum();
                long hung = stream.made().size() - events;
                mayHang.forEach(one -> one.move("archive"));
                var counts = stand.recorded().settled(path, hung, size.drainMax());
                require(
                        counts.deliveries() == hung && counts.unsettled() == 0,
                        hung + " deliveries of archived endpoints end, but recorded are " + counts);
            }
        }

        /** Whether the event was made in it. */
        boolean has(Receipt receipt) {
            return receipt.madeAtMicros() >= fromMicros && receipt.madeAtMicros() < toMicros;
        }
    }
}
