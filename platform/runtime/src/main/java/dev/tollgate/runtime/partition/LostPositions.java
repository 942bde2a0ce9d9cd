package dev.tollgate.runtime.partition;

import dev.tollgate.runtime.kafka.Displacement;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Positions that the log of a topic does not have, where the reader does not deal with them: its end was lost, or its
 * start passed them. One stays until the partition is assigned again, also where the log has grown past it meanwhile:
 * the events between were not read. It stays counted for as long as the process runs.
 */
public final class LostPositions {

    private static final Logger LOGGER = LoggerFactory.getLogger(LostPositions.class);

    private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();

    /** The last that was lost, by partition. */
    private final Map<Integer, Long> counted = new HashMap<>();

    private final AtomicLong count = new AtomicLong();

    /** Shows their number, and how many there were. */
    public void show(MeterRegistry registry, String reader) {
        var _ = Gauge.builder("tollgate.partitions.lost", partitions, Set::size)
                .description("Partitions of this process whose log does not have the position of their reader")
                .tag("reader", reader)
                .strongReference(true)
                .register(registry);
        var _ = FunctionCounter.builder("tollgate.positions.lost", count, AtomicLong::get)
                .description("Positions that the log of a reader did not have, since this process has started")
                .tag("reader", reader)
                .register(registry);
    }

    /** Logs it where it is new; whether it is. A partition that is assigned again may still have the same. */
    public boolean found(Displacement displacement) {
        boolean fresh = partitions.add(displacement.partition());
        if (!Objects.equals(counted.put(displacement.partition(), displacement.next()), displacement.next())) {
            count.incrementAndGet();
        }
        if (fresh) {
            LOGGER.atError()
                    .addKeyValue("partition", displacement.partition())
                    .addKeyValue("kind", displacement.kind())
                    .addKeyValue("position", displacement.next())
                    .addKeyValue("start", displacement.start())
                    .addKeyValue("end", displacement.end())
                    .log("log lost the position of its reader");
        }
        return fresh;
    }

    boolean any() {
        return !partitions.isEmpty();
    }

    void remove(int partition) {
        partitions.remove(partition);
    }

    void clear() {
        partitions.clear();
    }
}
