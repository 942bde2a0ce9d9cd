package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Twenty endpoints, of which two hang from the middle on: what the other eighteen notice of it. Those two do not come
 * back, since what waited for them would then be measured too.
 */
final class HangingEndpoints implements WebhookScenario {

    private static final int SUBSCRIBERS = 20;
    private static final int HANGING = 2;

    @Override
    public String name() {
        return "hanging";
    }

    @Override
    public void run(WebhookStand stand, WebhookSize size, ObjectNode figures) throws Exception {
        var healthy = stand.subscribers(name(), SUBSCRIBERS - HANGING);
        var all = new ArrayList<>(healthy);
        for (int i = 0; i < HANGING; i++) {
            var path = "/may-hang/" + i;
            all.add(stand.subscriber(path, stand.receiver().urlThatMayHang(path), _ -> {}));
        }
        stand.receiver().reset();
        stand.startDispatcher(Map.of());
        try (var stream = new TaskStream(all)) {
            stream.run(size.rate(), size.warmUpSeconds());
            var _ = stand.recorded().settled("hang", stream.made().size(), size.drainMax());
            var calm = new ArrayList<Window>();
            var hanging = new ArrayList<Window>();
            for (int i = 0; i < size.windows(); i++) {
                calm.add(window(stand, stream, size, "status=200"));
            }
            for (int i = 0; i < size.windows(); i++) {
                hanging.add(window(stand, stream, size, "kind=hang"));
            }
            long due = healthy.stream().mapToLong(stream::count).sum();
            var counts = stand.recorded().settled("/" + name() + "/", due, size.drainMax());
            stand.stopDispatcher();
            require(counts.succeeded() == due, due + " healthy events are delivered, but recorded are " + counts);
            compared(stand.receiver().receipts("/" + name() + "/"), calm, hanging, figures, stand);
        }
    }

    /** When events of a window were made. */
    private record Window(long fromMicros, long toMicros) {

        boolean has(Receipt receipt) {
            return receipt.madeAtMicros() >= fromMicros && receipt.madeAtMicros() < toMicros;
        }
    }

    private static Window window(WebhookStand stand, TaskStream stream, WebhookSize size, String answer)
            throws InterruptedException {
        for (int i = 0; i < HANGING; i++) {
            stand.receiver().tell("/may-hang/" + i, answer);
        }
        long from = System.currentTimeMillis() * 1_000;
        stream.run(size.rate(), size.seconds());
        return new Window(from, System.currentTimeMillis() * 1_000);
    }

    private static void compared(
            List<Receipt> receipts, List<Window> calm, List<Window> hanging, ObjectNode figures, WebhookStand stand) {
        var healthy = in(receipts, calm);
        var beside = in(receipts, hanging);
        healthy.write(figures.putObject("all_healthy"));
        beside.write(figures.putObject("tenth_hangs"));
        figures.put("p95_ratio", beside.ms(95) / healthy.ms(95));
        stand.say("all healthy: " + healthy.line());
        stand.say("a tenth hangs: " + beside.line());
    }

    private static Latencies in(List<Receipt> receipts, List<Window> windows) {
        return Latencies.of(receipts.stream()
                .filter(receipt -> windows.stream().anyMatch(window -> window.has(receipt)))
                .toList());
    }
}
