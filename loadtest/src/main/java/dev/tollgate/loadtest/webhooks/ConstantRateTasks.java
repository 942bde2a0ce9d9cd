package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.webhooks.WebhookTestbed.SubscribedTenant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Tasks created at a constant rate, in batches, by the tenants in turns: each task is one event. */
final class ConstantRateTasks {

    private static final int BATCH = 10;
    private static final int IN_FLIGHT_MAX = 256;

    private final List<SubscribedTenant> tenants;
    private final Map<String, SubscribedTenant> created = new ConcurrentHashMap<>();
    private long batches;

    ConstantRateTasks(List<SubscribedTenant> tenants) {
        this.tenants = List.copyOf(tenants);
    }

    /** Creates tasks at this rate for so long; returns when all calls are answered. */
    void run(int perSecond, double seconds) throws InterruptedException {
        int count = (int) Math.round(perSecond * seconds / BATCH);
        long first = batches;
        batches += count;
        Callers.atRate((double) perSecond / BATCH, count, IN_FLIGHT_MAX, i -> {
            var tenant = tenants.get((int) ((first + i) % tenants.size()));
            send(tenant);
            return tenant;
        });
    }

    /** Ids of all tasks so far. */
    Set<String> created() {
        return Set.copyOf(created.keySet());
    }

    long count(SubscribedTenant tenant) {
        return created.values().stream().filter(tenant::equals).count();
    }

    private void send(SubscribedTenant tenant) {
        for (var item : tenant.client().created("/v1/tasks/batch", batch())) {
            var id = item.at("/data/id").asText();
            require(!id.isEmpty(), "every task of a batch is created: " + item);
            created.put(id, tenant);
        }
    }

    private static ObjectNode batch() {
        var body = JsonTrees.object();
        var items = body.putArray("items");
        for (int i = 0; i < BATCH; i++) {
            items.addObject()
                    .put("title", "Call Ada about the renewal")
                    .put("related_id", UUID.randomUUID().toString());
        }
        return body;
    }
}
