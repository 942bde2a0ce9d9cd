package dev.tollgate.runtime.share;

import dev.tollgate.runtime.kafka.Displacement;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Positions that the log of a topic does not have, where the reader does not deal with them: its end was lost, or its
 * start passed them. One stays until the partition is assigned again, also where the log has grown past it meanwhile:
 * the events between were not read.
 */
public final class LostPositions {

    private static final Logger LOGGER = LoggerFactory.getLogger(LostPositions.class);

    private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();

    /** Shows their number. */
    public void show(MeterRegistry registry, String reader) {
        var _ = Gauge.builder("tollgate.partitions.lost", partitions, Set::size)
                .description("Partitions of this process whose log does not have the position of their reader")
                .tag("reader", reader)
                .strongReference(true)
                .register(registry);
    }

    /** Logs it where it is new; whether it is. */
    public boolean found(Displacement displacement) {
        boolean fresh = partitions.add(displacement.partition());
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
