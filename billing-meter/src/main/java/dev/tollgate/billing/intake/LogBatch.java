package dev.tollgate.billing.intake;

import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.partition.StoredOffsets.Position;
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

    /**
     * One element of a record.
     *
     * @param record what makes it count once
     */
    record Item(long offset, RecordKey record, UsageMessage message) {}

    /**
     * One delivery of a record: the id is the same in each, the place differs. An event in JSON, such as one that was a
     * dead letter, is a record of its own under its own id. A columnar record has the id of its first event, but for
     * the version, which is 8: of such a record a dead letter can be sent again, and counts once beside it.
     *
     * @param element of a record in JSON; else 0
     */
    record RecordKey(UUID id, long offset, int element) {

        private static final long VERSION_BITS = 0xF000L;
        private static final long EVENT = 0x7000L;
        private static final long COLUMNAR = 0x8000L;

        static RecordKey columnar(UUID firstEvent, long offset) {
            return new RecordKey(withVersion(firstEvent, COLUMNAR), offset, 0);
        }

        boolean isColumnar() {
            return (id.getMostSignificantBits() & VERSION_BITS) == COLUMNAR;
        }

        /** An id of an event of the same time. */
        UUID eventId() {
            return isColumnar() ? withVersion(id, EVENT) : id;
        }

        private static UUID withVersion(UUID id, long version) {
            return new UUID((id.getMostSignificantBits() & ~VERSION_BITS) | version, id.getLeastSignificantBits());
        }
    }

    static LogBatch of(int partition, UUID topicId, long expected, List<EventRecord> records) {
        List<Item> items = new ArrayList<>();
        List<Long> kept = new ArrayList<>();
        for (var event : records) {
            Optional.ofNullable(event.outboxId()).ifPresent(kept::add);
            var body = event.body().getBytes();
            items.addAll(items(event.offset(), UsageCodec.isColumnar(body), UsageCodec.decode(body)));
        }
        var last = records.getLast();
        var end = new Position(last.offset() + 1, last.epoch());
        return new LogBatch(partition, topicId, expected, end, List.copyOf(kept), List.copyOf(items));
    }

    private static List<Item> items(long offset, boolean columnar, List<UsageMessage> messages) {
        List<Item> items = new ArrayList<>(messages.size());
        if (messages.isEmpty()) {
            return items;
        }
        var key = RecordKey.columnar(id(messages.getFirst()), offset);
        for (int element = 0; element < messages.size(); element++) {
            var message = messages.get(element);
            items.add(new Item(offset, columnar ? key : new RecordKey(id(message), offset, element), message));
        }
        return items;
    }

    private static UUID id(UsageMessage message) {
        return message instanceof UsageMessage.Usage(var event) ? event.id() : new UUID(0, 0);
    }

    /** The same run of the log with these items of it. */
    LogBatch with(List<Item> some) {
        return new LogBatch(partition, topicId, first, end, kept, some);
    }
}
