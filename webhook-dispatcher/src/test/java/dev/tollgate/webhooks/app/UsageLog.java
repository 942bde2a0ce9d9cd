package dev.tollgate.webhooks.app;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.runtime.kafka.EventHandler;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.kafka.EventStream;
import dev.tollgate.runtime.kafka.KafkaSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The usage events that have reached the log. */
final class UsageLog implements EventHandler {

    private final List<UsageRecorded> charges = new CopyOnWriteArrayList<>();

    /** Reads all there is, and what comes. */
    Future<?> open(Vertx vertx, KafkaSettings kafka) {
        Map<Integer, Long> offsets = new HashMap<>();
        for (int partition = 0; partition < kafka.partitions(); partition++) {
            offsets.put(partition, 0L);
        }
        return EventStream.open(vertx, kafka, Topics.USAGE, offsets, this);
    }

    /** Those of a workspace, by id. */
    Set<UUID> of(WorkspaceId workspace) {
        return charges.stream()
                .filter(event -> workspace.equals(event.call().workspace()))
                .map(UsageRecorded::id)
                .collect(Collectors.toSet());
    }

    @Override
    public Future<Void> take(int partition, List<EventRecord> batch) {
        for (var record : batch) {
            for (var message : UsageCodec.decode(record.body().getBytes())) {
                if (message instanceof UsageMessage.Usage(var event)) {
                    charges.add(event);
                }
            }
        }
        return Future.succeededFuture();
    }

    @Override
    public void fault(Throwable cause) {
        throw new IllegalStateException(cause);
    }
}
