package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Answer;
import dev.tollgate.loadtest.scenario.Scenario.Broken;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tasks made at a constant rate, in batches, by the subscribers in turn: each task is one event. A batch that is told
 * to come again comes again under its key.
 */
final class TaskStream implements AutoCloseable {

    private static final int BATCH = 10;
    private static final int UNDER_WAY_MAX = 256;
    private static final int TRIES_MAX = 60;
    private static final double SECOND_NANOS = 1e9;

    private final List<Subscriber> subscribers;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(1);
    private final Semaphore room = new Semaphore(UNDER_WAY_MAX);
    private final Map<String, Subscriber> made = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> wrong = new AtomicReference<>();
    private final UUID run = UUID.randomUUID();
    private int turn;

    TaskStream(List<Subscriber> subscribers) {
        this.subscribers = List.copyOf(subscribers);
    }

    /** Makes tasks at this rate for so long; returns when all are answered. */
    void run(int perSecond, double seconds) throws InterruptedException {
        long begun = System.nanoTime();
        long batches = Math.round(perSecond * seconds / BATCH);
        for (long i = 0; i < batches; i++) {
            long due = begun + (long) (i * BATCH * SECOND_NANOS / perSecond);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            room.acquire();
            send(
                    subscribers.get(turn++ % subscribers.size()),
                    i,
                    UUID.randomUUID().toString(),
                    1);
        }
        room.acquire(UNDER_WAY_MAX);
        room.release(UNDER_WAY_MAX);
        var fault = wrong.get();
        require(fault == null, "tasks are made, but: " + fault);
    }

    /** Every task so far, and who made it. */
    Map<String, Subscriber> made() {
        return Map.copyOf(made);
    }

    long count(Subscriber subscriber) {
        return made.values().stream().filter(subscriber::equals).count();
    }

    private void send(Subscriber subscriber, long number, String key, int attempt) {
        var _ = subscriber
                .client()
                .rest("POST", "/v1/tasks/batch", key, key, batch(number))
                .whenComplete((answer, failure) -> {
                    try {
                        answered(subscriber, number, key, attempt, answer, failure);
                    } catch (Broken broken) {
                        wrong.set(broken.getMessage());
                        room.release();
                    }
                });
    }

    private void answered(
            Subscriber subscriber,
            long number,
            String key,
            int attempt,
            @Nullable Answer answer,
            @Nullable Throwable failure) {
        if (answer != null && answer.status() / 100 == 2) {
            for (var item : answer.data()) {
                var id = item.path("data").path("id").asText();
                require(!id.isEmpty(), "every task of a batch is made: " + item);
                made.put(id, subscriber);
            }
            room.release();
            return;
        }
        boolean again = answer == null || answer.status() == 429 || answer.status() == 409 || answer.status() >= 500;
        require(
                again && attempt < TRIES_MAX,
                answer == null ? String.valueOf(failure) : answer.status() + " " + answer.body());
        long wait = answer == null ? 1 : answer.retryAfterSeconds().orElse(1L);
        var _ = threads.schedule(() -> send(subscriber, number, key, attempt + 1), wait, TimeUnit.SECONDS);
    }

    private ObjectNode batch(long number) {
        var body = JsonNodeFactory.instance.objectNode();
        var items = body.putArray("items");
        for (int i = 0; i < BATCH; i++) {
            items.addObject()
                    .put("title", "Call Ada about the renewal")
                    .put("related_id", run + "/" + number + "/" + i);
        }
        return body;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
