package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.loadtest.webhooks.WebhookTestbed.SubscribedTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Twenty endpoints, of which two hang in half of the windows: latencies of the other eighteen. Windows alternate as
 * calm, hanging, hanging, calm, so that growth and warm-up affect both alike. Each window has two endpoints of its own
 * that may hang; they are archived when it ends, so that their backlog is not measured in the next.
 */
final class HangingEndpoints implements WebhookScenario {

    private static final int TENANTS = 20;
    private static final int HANGING = 2;
    private static final List<Boolean> HANGS = List.of(false, true, true, false);
    private static final double SECOND_MICROS = 1e6;

    @Override
    public String name() {
        return "hanging";
    }

    /** Receipts of the healthy endpoints in a window, and the processors that dispatcher and servers used. */
    private record Window(List<Receipt> receipts, double dispatcherShare, double serversShare) {}

    @Override
    public void run(WebhookTestbed testbed, ObjectNode figures) throws Exception {
        var healthy = testbed.subscribe(this, TENANTS - HANGING);
        testbed.startDispatcher(Map.of());
        var run = new Run(testbed, healthy);
        var _ = run.window("warm-up", false, testbed.warmUpSeconds());
        var calm = new ArrayList<Window>();
        var hanging = new ArrayList<Window>();
        for (int i = 0; i < testbed.sized(4, 8); i++) {
            boolean hangs = HANGS.get(i % HANGS.size());
            (hangs ? hanging : calm).add(run.window(Integer.toString(i), hangs, testbed.windowSeconds()));
        }
        testbed.stopDispatcher();
        var sinceCommit = testbed.recorded().sinceCommit(path());
        var allHealthy = latencies(calm, sinceCommit);
        var tenthHangs = latencies(hanging, sinceCommit);
        allHealthy.write(figures.putObject("all_healthy"));
        tenthHangs.write(figures.putObject("tenth_hangs"));
        figures.put("p95_ratio", tenthHangs.ms(95) / allHealthy.ms(95));
        var windows = figures.putObject("windows");
        write(calm, sinceCommit, "all_healthy", windows);
        write(hanging, sinceCommit, "tenth_hangs", windows);
        say("all healthy: " + allHealthy.line());
        say("a tenth hangs: " + tenthHangs.line());
    }

    private static EventLatencies latencies(List<Window> windows, ToLongFunction<Receipt> sinceCommit) {
        var receipts =
                windows.stream().flatMap(window -> window.receipts().stream()).toList();
        return new EventLatencies(receipts, sinceCommit);
    }

    private static void write(List<Window> windows, ToLongFunction<Receipt> sinceCommit, String name, ObjectNode into) {
        var written = into.putArray(name);
        for (var window : windows) {
            var figures = written.addObject();
            latencies(List.of(window), sinceCommit).writePercentiles(figures);
            figures.put("processors_of_dispatcher", window.dispatcherShare())
                    .put("processors_of_servers", window.serversShare());
        }
    }

    /** Windows one after the other. */
    private final class Run {
        private final WebhookTestbed testbed;
        private final List<SubscribedTenant> healthy;
        private long healthyEvents;

        Run(WebhookTestbed testbed, List<SubscribedTenant> healthy) {
            this.testbed = testbed;
            this.healthy = healthy;
        }

        /** Returns when no delivery is in flight any more. */
        Window window(String number, boolean hangs, int seconds) throws InterruptedException {
            var path = "/may-hang/" + number + "/";
            var mayHang = new ArrayList<SubscribedTenant>();
            for (int i = 0; i < HANGING; i++) {
                mayHang.add(testbed.subscribe(path + i, testbed.receiver().urlThatMayHang(path + i), _ -> {}));
                testbed.receiver().stub(path + i, hangs ? "kind=hang" : "status=200");
            }
            var all = new ArrayList<>(healthy);
            all.addAll(mayHang);
            var tasks = new ConstantRateTasks(all);
            long ofDispatcher = testbed.dispatcherMicros();
            long ofServers = testbed.serversMicros();
            tasks.run(testbed.rate(), seconds);
            double dispatcherShare = (testbed.dispatcherMicros() - ofDispatcher) / (seconds * SECOND_MICROS);
            double serversShare = (testbed.serversMicros() - ofServers) / (seconds * SECOND_MICROS);
            long events = healthy.stream().mapToLong(tasks::count).sum();
            archive(mayHang, path, tasks.created().size() - events);
            return new Window(received(events), dispatcherShare, serversShare);
        }

        private void archive(List<SubscribedTenant> mayHang, String path, long events) throws InterruptedException {
            // An event that is taken in after the archival gets no delivery.
            testbed.recorded().awaitRecorded(path, events);
            mayHang.forEach(one -> one.move("archive"));
            var counts = testbed.recorded().settled(path, events);
            require(
                    counts.deliveries() == events && counts.unsettled() == 0,
                    events + " deliveries of archived endpoints end, but recorded are " + counts);
        }

        /** The receipts of the healthy endpoints, which must have all their events. */
        private List<Receipt> received(long events) throws InterruptedException {
            healthyEvents += events;
            var _ = testbed.recorded().succeeded(path(), healthyEvents);
            var receipts = testbed.receiver().receipts(path());
            require(receipts.size() == events, events + " healthy events are received once, but " + receipts.size());
            testbed.receiver().reset();
            return receipts;
        }
    }
}
