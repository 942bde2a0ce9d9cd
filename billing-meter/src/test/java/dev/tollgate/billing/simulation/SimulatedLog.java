package dev.tollgate.billing.simulation;

import dev.tollgate.runtime.kafka.Displacement;
import dev.tollgate.runtime.kafka.EventRecord;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** The usage log of one partition: records under offsets and leader epochs. Its end can be cut off. */
public final class SimulatedLog {

    private final int partition;
    private final List<EventRecord> records = new ArrayList<>();
    private int epoch;

    SimulatedLog(int partition) {
        this.partition = partition;
    }

    public long end() {
        return records.size();
    }

    /** @param outboxId of the row that is kept until the record is booked; null for none */
    public void append(byte[] body, Long outboxId) {
        records.add(new EventRecord(partition, end(), "", Buffer.buffer(body), epoch, outboxId));
    }

    public List<EventRecord> from(long offset, int most) {
        int first = (int) Math.min(offset, end());
        return List.copyOf(records.subList(first, (int) Math.min(end(), first + (long) most)));
    }

    /** Loses its last records to a leader of the next epoch, and gives them. */
    List<EventRecord> cut(int last) {
        var end = records.subList((int) Math.max(0, end() - last), (int) end());
        var lost = List.copyOf(end);
        end.clear();
        epoch++;
        return lost;
    }

    /** What a broker says of a position that it does not have any more; null while it has it. */
    public Displacement displacement(long next, Integer ofEpoch) {
        long known = ofEpoch == null
                ? end()
                : records.stream().filter(record -> record.epoch() <= ofEpoch).count();
        return known >= next
                ? null
                : new Displacement(
                        partition,
                        next,
                        0,
                        end(),
                        ofEpoch == null ? null : Long.valueOf(known),
                        new IllegalStateException("the log was cut"));
    }
}
