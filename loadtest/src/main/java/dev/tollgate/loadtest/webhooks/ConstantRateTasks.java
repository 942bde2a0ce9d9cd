package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.webhooks.WebhookTestbed.SubscribedTenant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Tasks created at a constant rate, in batches, by the tenants in turns: each task is one event. */
final class ConstantRateTasks implements AutoCloseable {

    private static final int BATCH = 10;
    private static final int IN_FLIGHT_MAX = 256;
    private static final double SECOND_NANOS = 1e9;

    private final List<SubscribedTenant> tenants;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore free = new Semaphore(IN_FLIGHT_MAX);
    private final Map<String, SubscribedTenant> created = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private long batches;

    ConstantRateTasks(List<SubscribedTenant> tenants) {
        this.tenants = List.copyOf(tenants);
    }

    /** Creates tasks at this rate for so long; returns when all calls are answered. */
    void run(int perSecond, double seconds) throws InterruptedException {
        long began = System.nanoTime();
        long count = Math.round(perSecond * seconds / BATCH);
        for (long i = 0; i < count; i++) {
            long due = began + (long) (i * BATCH * SECOND_NANOS / perSecond);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            free.acquire();
            var tenant = tenants.get((int) (batches++ % tenants.size()));
            threads.execute(() -> send(tenant));
        }
        free.acquire(IN_FLIGHT_MAX);
        free.release(IN_FLIGHT_MAX);
        require(failure.get() == null, "tasks are created, but: " + failure.get());
    }

    /** Ids of all tasks so far. */
    Set<String> created() {
        return Set.copyOf(created.keySet());
    }

    long count(SubscribedTenant tenant) {
        return created.values().stream().filter(tenant::equals).count();
    }

    private void send(SubscribedTenant tenant) {
        try {
            for (var item :
                    tenant.client().accepted("POST", "/v1/tasks/batch", batch()).data()) {
                var id = item.at("/data/id").asText();
                require(!id.isEmpty(), "every task of a batch is created: " + item);
                created.put(id, tenant);
            }
        } catch (RuntimeException e) {
            failure.set(e);
        } finally {
            free.release();
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

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
