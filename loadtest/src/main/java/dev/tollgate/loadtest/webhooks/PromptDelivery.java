package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Events at a constant rate to ten endpoints of ten tenants: how long from the commit to the receipt. */
final class PromptDelivery implements WebhookScenario {

    private static final int SUBSCRIBERS = 10;

    @Override
    public String name() {
        return "prompt";
    }

    @Override
    public void run(WebhookStand stand, WebhookSize size, ObjectNode figures) throws Exception {
        var subscribers = stand.subscribers(name(), SUBSCRIBERS);
        stand.receiver().reset();
        stand.startDispatcher(Map.of());
        try (var stream = new TaskStream(subscribers)) {
            stream.run(size.rate(), size.warmUpSeconds());
            var warm = stream.made().keySet();
            // What a cold start has left must not stand before what is measured.
            var _ = stand.recorded().settled("/" + name() + "/", warm.size(), size.drainMax());
            stream.run(size.rate(), size.seconds());
            long events = stream.made().size();
            var counts = stand.recorded().settled("/" + name() + "/", events, size.drainMax());
            stand.stopDispatcher();
            var receipts = stand.receiver().receipts("/" + name() + "/");
            var reconciled = Reconciled.of(stream.made().keySet(), receipts);
            measured(reconciled.first(), warm, stand, figures.put("rate", size.rate()));
            reconciled.write(figures);
            require(
                    counts.deliveries() == events && counts.succeeded() == events && counts.unsettled() == 0,
                    events + " events are delivered, but recorded are " + counts);
            Charges.check(subscribers, events, counts, figures);
        }
    }

    private static void measured(List<Receipt> first, Set<String> warm, WebhookStand stand, ObjectNode figures) {
        var commits = Commits.of(stand.installation().servers(), "/prompt/");
        var events = first.stream()
                .filter(receipt -> !warm.contains(receipt.resourceId()))
                .toList();
        var latencies = Latencies.of(events, commits::until);
        latencies.write(figures);
        stand.say("from the commit: " + latencies.line());
        var fromCall = Latencies.of(events);
        figures.putObject("from_the_call")
                .put("p50_ms", fromCall.ms(50))
                .put("p95_ms", fromCall.ms(95))
                .put("p99_ms", fromCall.ms(99));
        stand.say("from the call:   " + fromCall.line());
    }
}
