package dev.tollgate.runtime.kafka;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Keeps what it was given, and refuses what it is told to refuse. */
public final class CollectingReader implements EventHandler {
    public final List<String> bodies = new CopyOnWriteArrayList<>();
    public final List<Long> outboxIds = new CopyOnWriteArrayList<>();
    public final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final Predicate<List<EventRecord>> refuses;

    public CollectingReader(Predicate<List<EventRecord>> refuses) {
        this.refuses = refuses;
    }

    @Override
    public Future<Void> take(int partition, List<EventRecord> batch) {
        if (refuses.test(batch)) {
            return Future.failedFuture("refused");
        }
        batch.forEach(event -> bodies.add(event.body().toString(StandardCharsets.UTF_8)));
        batch.stream().map(EventRecord::outboxId).filter(Objects::nonNull).forEach(outboxIds::add);
        return Future.succeededFuture();
    }

    @Override
    public void fault(Throwable cause) {
        faults.add(cause);
    }
}
