package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
    private static final String HEALTHY = "/hanging/";

    @Override
    public String name() {
        return "hanging";
    }

    @Override
    public void run(WebhookStand stand, WebhookSize size, ObjectNode figures) throws Exception {
        var healthy = stand.subscribers(name(), SUBSCRIBERS - HANGING);
        stand.receiver().reset();
        stand.startDispatcher(Map.of());
        long due = new Window(stand, size, healthy, "warm-up", false).run(size.warmUpSeconds(), 0);
        var calm = new ArrayList<Window>();
        var hanging = new ArrayList<Window>();
        for (int i = 0; i < 2 * size.windows(); i++) {
            boolean hangs = HANGS.get(i % HANGS.size());
            var window = new Window(stand, size, healthy, Integer.toString(i), hangs);
            due += window.run(size.seconds(), due);
            (hangs ? hanging : calm).add(window);
        }
        stand.stopDispatcher();
        compared(stand, calm, hanging, figures);
    }

    private static void compared(WebhookStand stand, List<Window> calm, List<Window> hanging, ObjectNode figures) {
        var commits = Commits.of(stand.installation().servers(), HEALTHY);
        var healthy = of(calm, commits);
        var beside = of(hanging, commits);
        healthy.write(figures.putObject("all_healthy"));
        beside.write(figures.putObject("tenth_hangs"));
        figures.put("p95_ratio", beside.ms(95) / healthy.ms(95));
        var each = figures.putObject("windows");
        calm.forEach(window -> window.write(each.withArray("all_healthy"), commits));
        hanging.forEach(window -> window.write(each.withArray("tenth_hangs"), commits));
        stand.say("all healthy: " + healthy.line());
        stand.say("a tenth hangs: " + beside.line());
    }

    private static Latencies of(List<Window> windows, Commits commits) {
        return Latencies.of(
                windows.stream().flatMap(window -> window.receipts.stream()).toList(), commits::until);
    }

    /** A while of events to all twenty. */
    private static final class Window {
        private final WebhookStand stand;
        private final WebhookSize size;
        private final List<Subscriber> healthy;
        private final List<Subscriber> mayHang = new ArrayList<>();
        private final String path;

        private List<Receipt> receipts = List.of();
        private double dispatcherShare;
        private double serversShare;

        Window(WebhookStand stand, WebhookSize size, List<Subscriber> healthy, String number, boolean hangs) {
            this.stand = stand;
            this.size = size;
            this.healthy = healthy;
            this.path = "/may-hang/" + number + "/";
            for (int i = 0; i < HANGING; i++) {
                mayHang.add(stand.subscriber(path + i, stand.receiver().urlThatMayHang(path + i), _ -> {}));
                stand.receiver().tell(path + i, hangs ? "kind=hang" : "status=200");
            }
        }

        /** Ends when nothing is under way any more; gives how many events the healthy had, beside those before. */
        long run(int seconds, long before) throws InterruptedException {
            long events;
            var all = new ArrayList<>(healthy);
            all.addAll(mayHang);
            try (var stream = new TaskStream(all)) {
                long ofDispatcher = stand.dispatcherMicros();
                long ofServers = stand.serversMicros();
                stream.run(size.rate(), seconds);
                dispatcherShare = (stand.dispatcherMicros() - ofDispatcher) / (seconds * 1e6);
                serversShare = (stand.serversMicros() - ofServers) / (seconds * 1e6);
                events = healthy.stream().mapToLong(stream::count).sum();
                long others = stream.made().size() - events;
                mayHang.forEach(one -> one.move("archive"));
                var counts = stand.recorded().settled(path, others, size.drainMax());
                require(
                        counts.deliveries() == others && counts.unsettled() == 0,
                        others + " deliveries of archived endpoints end, but recorded are " + counts);
            }
            var counts = stand.recorded().settled(HEALTHY, before + events, size.drainMax());
            require(
                    counts.succeeded() == before + events,
                    before + events + " healthy events are delivered, but recorded are " + counts);
            receipts = stand.receiver().receipts(HEALTHY);
            require(receipts.size() == events, events + " healthy events are received once, but " + receipts.size());
            stand.receiver().reset();
            return events;
        }

        void write(ArrayNode windows, Commits commits) {
            var latencies = Latencies.of(receipts, commits::until);
            windows.addObject()
                    .put("p50_ms", latencies.ms(50))
                    .put("p95_ms", latencies.ms(95))
                    .put("p99_ms", latencies.ms(99))
                    .put("processors_of_dispatcher", dispatcherShare)
                    .put("processors_of_servers", serversShare);
        }
    }
}
