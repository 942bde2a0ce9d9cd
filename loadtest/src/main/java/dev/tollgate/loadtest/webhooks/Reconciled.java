package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was made held against what came: every event received, and under one {@code webhook-id} however often it came.
 */
final class Reconciled {

    private final Map<String, Receipt> first = new HashMap<>();
    private final long receipts;
    private final long duplicates;

    private Reconciled(Set<String> made, List<Receipt> receipts) {
        var ids = new HashMap<String, String>();
        for (var receipt : receipts) {
            var event = receipt.resourceId() + "/" + receipt.version();
            var before = ids.putIfAbsent(event, receipt.webhookId());
            require(
                    before == null || before.equals(receipt.webhookId()),
                    "an event keeps its webhook-id, but " + event + " has " + before + " and " + receipt.webhookId());
            var _ = first.putIfAbsent(receipt.webhookId(), receipt);
        }
        var missing = new HashSet<>(made);
        first.values().forEach(receipt -> missing.remove(receipt.resourceId()));
        require(
                missing.isEmpty(),
                missing.size() + " of " + made.size() + " events never came, such as "
                        + missing.stream().limit(3).toList());
        this.receipts = receipts.size();
        this.duplicates = (long) receipts.size() - first.size();
    }

    /**
     * Fails the run unless all came.
     *
     * @param made ids of the tasks
     */
    static Reconciled of(Set<String> made, List<Receipt> receipts) {
        return new Reconciled(made, receipts);
    }

    /** The first receipt of every event. */
    List<Receipt> first() {
        return List.copyOf(first.values());
    }

    long duplicates() {
        return duplicates;
    }

    void write(ObjectNode figures) {
        figures.put("receipts", receipts).put("events_received", first.size()).put("received_again", duplicates);
    }
}
