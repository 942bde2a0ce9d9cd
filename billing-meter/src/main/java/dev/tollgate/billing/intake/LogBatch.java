package dev.tollgate.billing.intake;

import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.share.StoredOffsets.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Consecutive decoded records of one partition.
 *
 * @param topicId differs after the topic was recreated
 * @param first offset of its first record
 * @param end offset of the record after its last, and the leader epoch of its last
 * @param kept ids of the outbox rows that are kept until these records are booked
 */
record LogBatch(int partition, UUID topicId, long first, Position end, List<Long> kept, List<Item> items) {

    /** One element of a record. */
    record Item(long offset, UsageMessage message) {}

    static LogBatch of(int partition, UUID topicId, long expected, List<EventRecord> records) {
        List<Item> items = new ArrayList<>();
        List<Long> kept = new ArrayList<>();
        for (var event : records) {
            Optional.ofNullable(event.outboxId()).ifPresent(kept::add);
            UsageCodec.decode(event.body().getBytes()).forEach(message -> items.add(new Item(event.offset(), message)));
        }
        var last = records.getLast();
        var end = new Position(last.offset() + 1, last.epoch());
        return new LogBatch(partition, topicId, expected, end, List.copyOf(kept), List.copyOf(items));
    }

    /** The same run of the log with these items of it. */
    LogBatch with(List<Item> some) {
        return new LogBatch(partition, topicId, first, end, kept, some);
    }
}
