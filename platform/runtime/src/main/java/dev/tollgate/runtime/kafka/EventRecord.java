package dev.tollgate.runtime.kafka;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One event in the log.
 *
 * @param epoch of the leader that took it; null if unknown
 * @param outboxId of the outbox row that is kept until the event is booked; null if none is
 */
public record EventRecord(
        int partition,
        long offset,
        String key,
        Buffer body,
        @Nullable Integer epoch,
        @Nullable Long outboxId) {

    /** As it was read. */
    static EventRecord of(ConsumerRecord<byte[], byte[]> event) {
        var key = event.key() == null ? "" : new String(event.key(), StandardCharsets.UTF_8);
        return new EventRecord(
                event.partition(),
                event.offset(),
                key,
                event.value() == null ? Buffer.buffer() : Buffer.buffer(event.value()),
                event.leaderEpoch().orElse(null),
                KeptRow.of(event.headers()));
    }

    /** One of an unknown epoch, of which the outbox keeps nothing. */
    public EventRecord(int partition, long offset, String key, Buffer body) {
        this(partition, offset, key, body, null, null);
    }
}
