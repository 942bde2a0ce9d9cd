package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Events at a constant rate to ten endpoints of ten tenants: latency from the commit to the receipt. */
final class PromptDelivery implements WebhookScenario {

    private static final int TENANTS = 10;

    @Override
    public String name() {
        return "prompt";
    }

    @Override
    public void run(WebhookTestbed testbed, ObjectNode figures) throws Exception {
        var tenants = testbed.subscribe(this, TENANTS);
        testbed.startDispatcher(Map.of());
        var tasks = new ConstantRateTasks(tenants);
        tasks.run(testbed.rate(), testbed.warmUpSeconds());
        var warmUp = tasks.created();
        // The backlog of a cold start must not delay what is measured.
        var _ = testbed.recorded().settled(path(), warmUp.size());
        tasks.run(testbed.rate(), testbed.windowSeconds());
        long events = tasks.created().size();
        var counts = testbed.recorded().succeeded(path(), events);
        testbed.stopDispatcher();
        var received = new ReceivedEvents(tasks.created(), testbed.receiver().receipts(path()));
        var measured = received.first().stream()
                .filter(receipt -> !warmUp.contains(receipt.resourceId()))
                .toList();
        var latencies = new EventLatencies(measured, testbed.recorded().sinceCommit(path()));
        latencies.write(figures.put("rate", testbed.rate()));
        say("from the commit: " + latencies.line());
        var sinceCall = new EventLatencies(measured, EventLatencies::sinceCallMicros);
        sinceCall.writePercentiles(figures.putObject("from_the_call"));
        say("from the call:   " + sinceCall.line());
        received.write(figures);
        RecordedDeliveries.checkCharges(tenants, events, counts, figures);
    }
}
