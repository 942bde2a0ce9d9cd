package dev.tollgate.billing.intake;

import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.runtime.kafka.EventRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Consecutive decoded records of one partition.
 *
 * @param topicId differs after the topic was recreated
 * @param first offset of its first record
 * @param next offset of the record after its last
 */
record LogBatch(int partition, UUID topicId, long first, long next, List<Item> items) {

    /** One element of a record. */
    record Item(long offset, UsageMessage message) {}

    static LogBatch of(int partition, UUID topicId, long expected, List<EventRecord> records) {
        List<Item> items = new ArrayList<>();
        for (var event : records) {
            UsageCodec.decode(event.body().getBytes()).forEach(message -> items.add(new Item(event.offset(), message)));
        }
        return new LogBatch(partition, topicId, expected, records.getLast().offset() + 1, List.copyOf(items));
    }

    /** The same run of the log with these items of it. */
    LogBatch with(List<Item> some) {
        return new LogBatch(partition, topicId, first, next, some);
    }
}
