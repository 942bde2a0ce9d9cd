package dev.tollgate.records.audit;

import dev.tollgate.records.audit.chain.AuditEntry;
import dev.tollgate.runtime.kafka.Displacement;
import dev.tollgate.runtime.kafka.EventHandler;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.kafka.EventStream;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.partition.LostPositions;
import dev.tollgate.runtime.partition.StoredOffsets;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one topic into the audit. Any number of processes may: the position decides whose rows count, and who lost it
 * holds back for a moment and looks where the topic is now.
 */
final class AuditIntake implements EventHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(AuditIntake.class);
    private static final Duration TIME_MAX = Duration.ofSeconds(30);
    private static final String TABLE = "audit.intake";
    private static final Duration BACK_OFF = Duration.ofSeconds(1);

    /** Entries after which a transaction ends; the last record of a run may bring some more. */
    private static final int RUN_ENTRIES = 2_000;

    private record Run(long next, List<AuditEntry> entries) {}

    private final Vertx vertx;
    private final Database database;
    private final InstantSource clock;
    private final String topic;
    private final EntryRows rows;
    private final EntryReader reader;
    private final Counter sealed;
    private final Counter failed;
    private final LostPositions lost = new LostPositions();
    private final Map<Integer, Long> expected = new HashMap<>();
    private StoredOffsets positions;
    private @Nullable EventStream stream;

    AuditIntake(
            Vertx vertx,
            Database database,
            InstantSource clock,
            String topic,
            EntryRows rows,
            EntryReader reader,
            Counter sealed,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.topic = topic;
        this.rows = rows;
        this.reader = reader;
        this.sealed = sealed;
        this.failed = Counter.builder("tollgate.audit.intake.failed")
                .description("Batches of a topic that could not be stored in the audit, and come again")
                .tag("topic", topic)
                .register(registry);
        lost.show(registry, "audit " + topic);
        this.positions = new StoredOffsets(TABLE, topic, new UUID(0, 0));
    }

    Future<?> start(KafkaSettings kafka) {
        return KafkaTopics.ids(vertx, kafka, Set.of(topic))
                .compose(ids -> {
                    positions = new StoredOffsets(TABLE, topic, ids.getOrDefault(topic, new UUID(0, 0)));
                    return positions.find(
                            database, range(kafka.partitions()), clock.instant().plus(TIME_MAX));
                })
                .compose(next -> {
                    expected.putAll(next);
                    return EventStream.openInBulk(vertx, kafka, topic, next, this);
                })
                .onSuccess(opened -> stream = opened);
    }

    Future<?> stop() {
        return stream == null ? Future.succeededFuture() : stream.close();
    }

    @Override
    public Future<Void> take(int partition, List<EventRecord> batch) {
        Future<Void> taken = Future.succeededFuture();
        for (var run : runs(partition, batch)) {
            taken = taken.compose(_ -> store(partition, run));
        }
        return taken.recover(cause -> {
            if (cause instanceof StoredOffsets.OffsetConflict) {
                return lost(partition);
            }
            failed.increment();
            LOGGER.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("partition", partition)
                    .addKeyValue("reason", String.valueOf(cause.getMessage()))
                    .log("failed to store audit entries of topic, will retry");
            return Future.failedFuture(cause);
        });
    }

    /** Splits the events that are not stored yet into runs of one transaction each. */
    private List<Run> runs(int partition, List<EventRecord> batch) {
        var from = expected.getOrDefault(partition, 0L);
        var runs = new ArrayList<Run>();
        List<AuditEntry> entries = new ArrayList<>();
        var next = from;
        for (var event : batch) {
            if (event.offset() < from) {
                continue;
            }
            entries.addAll(reader.entries(event.body().getBytes()));
            next = event.offset() + 1;
            if (entries.size() >= RUN_ENTRIES) {
                runs.add(new Run(next, entries));
                entries = new ArrayList<>();
            }
        }
        if (runs.isEmpty() ? next > from : next > runs.getLast().next()) {
            runs.add(new Run(next, entries));
        }
        return runs;
    }

    private Future<Void> store(int partition, Run run) {
        var from = expected.getOrDefault(partition, 0L);
        return database.transaction(RowSecurityContext.NONE, clock.instant().plus(TIME_MAX), transaction -> {
                    var moved = positions.move(transaction, partition, from, run.next());
                    return Future.join(moved, rows.store(transaction, run.entries()));
                })
                .onSuccess(done -> {
                    sealed.increment(done.<Integer>resultAt(1));
                    expected.put(partition, run.next());
                })
                .mapEmpty();
    }

    private Future<Void> lost(int partition) {
        var rested = Promise.<Void>promise();
        vertx.setTimer(BACK_OFF.toMillis(), _ -> rested.complete());
        return rested.future()
                .compose(_ -> positions.find(
                        database, expected.keySet(), clock.instant().plus(TIME_MAX)))
                .compose(found -> {
                    var next = found.getOrDefault(partition, 0L);
                    expected.put(partition, next);
                    return stream == null ? Future.succeededFuture() : stream.seek(partition, next);
                });
    }

    /**
     * The same position is tried again and again: what was not read is gone, and nobody but the operator can say so.
     */
    @Override
    public @Nullable Future<Void> displaced(Displacement displacement) {
        var _ = lost.found(displacement);
        return null;
    }

    private static List<Integer> range(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Override
    public void fault(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("topic", topic)
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to read topic into audit, will retry");
    }
}
