package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.receiver.Receipt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Receipts compared with the created tasks: every event arrives, always under the same {@code webhook-id}. */
final class ReceivedEvents {

    private final Map<String, Receipt> first = new HashMap<>();
    private final long receipts;

    /**
     * Compares.
     *
     * @param created ids of the tasks
     */
    ReceivedEvents(Set<String> created, List<Receipt> receipts) {
        this.receipts = receipts.size();
        var ids = new HashMap<String, String>();
        for (var receipt : receipts) {
            var id = receipt.headers().id();
            var event = receipt.resourceId() + "/" + receipt.version();
            var before = ids.putIfAbsent(event, id);
            require(
                    before == null || before.equals(id),
                    "an event keeps its webhook-id, but " + event + " has " + before + " and " + id);
            var _ = first.putIfAbsent(id, receipt);
        }
        var missing = new HashSet<>(created);
        first.values().forEach(receipt -> missing.remove(receipt.resourceId()));
        require(
                missing.isEmpty(),
                missing.size() + " of " + created.size() + " events never arrived, such as "
                        + missing.stream().limit(3).toList());
    }

    /** The first receipt of every event. */
    List<Receipt> first() {
        return List.copyOf(first.values());
    }

    long duplicates() {
        return receipts - first.size();
    }

    void write(ObjectNode figures) {
        figures.put("receipts", receipts).put("events_received", first.size()).put("received_again", duplicates());
    }
}
