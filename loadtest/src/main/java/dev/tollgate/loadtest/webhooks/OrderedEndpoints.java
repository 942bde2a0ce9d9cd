package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Records that change many times, a receiver that fails every twentieth request, and an endpoint that keeps order. */
final class OrderedEndpoints implements WebhookScenario {

    private static final String FAILING = "?fail_share=0.05";
    /** Twenty further attempts, 50 ms apart: a delivery that fails finally would let the next go, as it may. */
    private static final String SCHEDULE = String.join(",", Collections.nCopies(20, "50ms"));

    private static final int ATTEMPTS_MAX = 20;

    @Override
    public String name() {
        return "ordered";
    }

    @Override
    public void run(WebhookStand stand, WebhookSize size, ObjectNode figures) throws Exception {
        var path = "/" + name() + "/0";
        var endpoint = stand.subscriber(
                path,
                stand.receiver().url(path + FAILING),
                webhook -> webhook.put("ordered", true).put("max_attempts", ATTEMPTS_MAX));
        stand.receiver().reset();
        stand.startDispatcher(Map.of("TOLLGATE_WEBHOOKS_RETRY_SCHEDULE", SCHEDULE));
        var changes = new TaskChanges(endpoint, size.orderedTasks(), size.orderedChanges());
        var tasks = changes.run();
        long events = changes.events();
        var counts = stand.recorded().settled(path, events, size.drainMax());
        stand.stopDispatcher();
        var receipts = stand.receiver().receipts(path);
        var reconciled = Reconciled.of(new HashSet<>(tasks), receipts);
        reconciled.write(figures);
        long failed = receipts.stream().filter(receipt -> !receipt.taken()).count();
        figures.put("events", events).put("failed_attempts", failed);
        stand.say(events + " events of " + tasks.size() + " records, " + receipts.size() + " receipts, " + failed
                + " of them answered 500");
        require(counts.succeeded() == events && counts.unsettled() == 0, events + " are delivered, but: " + counts);
        inOrder(receipts, events);
        Charges.check(List.of(endpoint), events, counts, figures);
    }

    /** Of each record: no event before the one before it was taken, and each taken. */
    private static void inOrder(List<Receipt> receipts, long events) {
        var byRecord = new HashMap<String, List<Receipt>>();
        receipts.forEach(receipt -> byRecord.computeIfAbsent(receipt.resourceId(), _ -> new ArrayList<>())
                .add(receipt));
        long taken = 0;
        for (var one : byRecord.entrySet()) {
            long version = 0;
            for (var receipt : one.getValue()) {
                require(
                        receipt.version() == version + 1 || receipt.version() == version,
                        one.getKey() + " kept its order, but version " + receipt.version() + " came after " + version);
                version = receipt.taken() ? receipt.version() : version;
            }
            taken += version;
        }
        require(taken == events, events + " events were taken in order, but the last versions add up to " + taken);
    }
}
