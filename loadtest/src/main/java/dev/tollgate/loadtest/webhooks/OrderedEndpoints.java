package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.loadtest.webhooks.WebhookTestbed.SubscribedTenant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Records that change many times, a receiver that fails every twentieth request, and an ordered endpoint. */
final class OrderedEndpoints implements WebhookScenario {

    private static final String FAILING = "?fail_share=0.05";
    /** Twenty further attempts, 50 ms apart: after a final failure the next event may overtake. */
    private static final String SCHEDULE = String.join(",", Collections.nCopies(20, "50ms"));

    private static final int ATTEMPTS_MAX = 20;
    private static final int TASKS_AT_ONCE = 16;

    @Override
    public String name() {
        return "ordered";
    }

    @Override
    public void run(WebhookTestbed testbed, ObjectNode figures) throws Exception {
        var path = path() + "0";
        var endpoint = testbed.subscribe(
                path,
                testbed.receiver().url(path + FAILING),
                webhook -> webhook.put("ordered", true).put("max_attempts", ATTEMPTS_MAX));
        testbed.receiver().reset();
        testbed.startDispatcher(Map.of("TOLLGATE_WEBHOOKS_RETRY_SCHEDULE", SCHEDULE));
        int changes = testbed.sized(25, 100);
        var tasks = Callers.inParallel(TASKS_AT_ONCE, testbed.sized(40, 1_000), _ -> changed(endpoint, changes));
        long events = (long) tasks.size() * changes;
        var counts = testbed.recorded().succeeded(path, events);
        testbed.stopDispatcher();
        var receipts = testbed.receiver().receipts(path);
        new ReceivedEvents(new HashSet<>(tasks), receipts).write(figures);
        long failed = receipts.stream().filter(receipt -> !receipt.accepted()).count();
        figures.put("events", events).put("failed_attempts", failed);
        say(events + " events of " + tasks.size() + " records, " + receipts.size() + " receipts, " + failed
                + " of them answered 500");
        requireOrder(receipts, events);
        RecordedDeliveries.checkCharges(List.of(endpoint), events, counts, figures);
    }

    /** Creates a task and updates it, one change after the other; returns its id. */
    private static String changed(SubscribedTenant tenant, int changes) {
        var id = tenant.client()
                .accepted("POST", "/v1/tasks", title(1))
                .data()
                .path("id")
                .asText();
        for (int i = 2; i <= changes; i++) {
            var _ = tenant.client().accepted("PATCH", "/v1/tasks/" + id, title(i));
        }
        return id;
    }

    private static ObjectNode title(int number) {
        return JsonTrees.object().put("title", "Call Ada, the " + number + ". time");
    }

    /** For each record: no event before the previous one was accepted, and each accepted. */
    private static void requireOrder(List<Receipt> receipts, long events) {
        var accepted = new HashMap<String, Long>();
        for (var receipt : receipts) {
            long last = accepted.getOrDefault(receipt.resourceId(), 0L);
            require(
                    receipt.version() == last + 1 || receipt.version() == last,
                    receipt.resourceId() + " keeps its order, but version " + receipt.version() + " came after "
                            + last);
            accepted.put(receipt.resourceId(), receipt.accepted() ? receipt.version() : last);
        }
        long sum = accepted.values().stream().mapToLong(Long::longValue).sum();
        require(sum == events, events + " events are accepted in order, but the last versions add up to " + sum);
    }
}
