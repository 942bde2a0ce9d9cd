package dev.tollgate.runtime.kafka;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.jspecify.annotations.Nullable;

/**
 * Partitions of one topic, read from offsets that the reader keeps itself. Everything happens on the context on which
 * it was opened. Each partition has one batch out at a time; what comes meanwhile waits here, up to
 * {@link StreamLane#WAITING_MAX} records or {@link StreamLane#WAITING_BYTES_MAX}, beyond which the partition is paused.
 */
public final class EventStream {
    /** Records in one poll, over all partitions. A record of usage has up to 256 calls. */
    public static final int BATCH_MAX = 1_000;

    static final long RETRY_MS = 200;

    /** Pauses before a batch that could not be taken comes again. */
    static final Duration RETRY_FIRST = Duration.ofMillis(RETRY_MS);

    static final Duration RETRY_MAX = Duration.ofSeconds(5);

    /** From one batch of a partition to the next: what a reader in bulk does for a batch costs more than its events. */
    private static final Duration BULK_PACE = Duration.ofMillis(100);

    private final Vertx vertx;
    private final Context context;
    private final StreamConsumer consumer;
    private final EventHandler reader;
    private final Duration pace;
    private final Map<Integer, StreamLane> lanes = new HashMap<>();
    private final DisplacedLanes displaced;
    private boolean closed;

    private EventStream(Vertx vertx, StreamConsumer consumer, EventHandler reader, Duration pace) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.consumer = consumer;
        this.reader = reader;
        this.pace = pace;
        this.displaced = new DisplacedLanes(vertx, consumer, reader, this::lane, () -> closed);
    }

    /**
     * Starts to read; events come as soon as they are there.
     *
     * @param offsets the partitions to read, each with the offset of the first event wanted
     */
    public static Future<EventStream> open(
            Vertx vertx, KafkaSettings settings, String topic, Map<Integer, Long> offsets, EventHandler reader) {
        return LeaderEpochs.wentBack(vertx, settings, topic, offsets.keySet(), reader)
                .compose(back -> StreamConsumer.open(vertx, StreamConsumer.config(settings), topic)
                        .compose(consumer ->
                                new EventStream(vertx, consumer, reader, Duration.ZERO).begin(offsets, back)));
    }

    /** The same for readers to whom many at once matter more than {@link StreamConsumer#BULK_WAIT_MAX}. */
    public static Future<EventStream> openInBulk(
            Vertx vertx, KafkaSettings settings, String topic, Map<Integer, Long> offsets, EventHandler reader) {
        return LeaderEpochs.wentBack(vertx, settings, topic, offsets.keySet(), reader)
                .compose(back -> StreamConsumer.open(vertx, StreamConsumer.bulkConfig(settings), topic)
                        .compose(consumer -> new EventStream(vertx, consumer, reader, BULK_PACE).begin(offsets, back)));
    }

    /** The same with a consumer that is the stream's from then on. */
    static Future<EventStream> open(
            Vertx vertx, StreamConsumer consumer, Map<Integer, Long> offsets, EventHandler reader, Duration pace) {
        return new EventStream(vertx, consumer, reader, pace).begin(offsets, Set.of());
    }

    /** Where this partition goes on, also while a batch of it is out; call on the stream's context. */
    public Future<Void> seek(int partition, long offset) {
        var lane = lanes.get(partition);
        if (closed || lane == null) {
            return Future.succeededFuture();
        }
        lane.seek();
        return to(lane, partition, offset, reader.epoch(partition));
    }

    /** For each partition, the offset that its next event will get; call on the stream's context. */
    public Future<Map<Integer, Long>> ends() {
        return consumer.ends(lanes.keySet());
    }

    public Future<Void> close() {
        closed = true;
        return consumer.close();
    }

    /**
     * @param back partitions whose leader has an earlier epoch than the reader knows: their position is not to be
     *     trusted
     */
    private Future<EventStream> begin(Map<Integer, Long> offsets, Set<Integer> back) {
        offsets.keySet().forEach(partition -> lanes.put(partition, new StreamLane(pace, System::nanoTime)));
        return consumer.assign(offsets, partition -> back.contains(partition) ? null : reader.epoch(partition))
                .onSuccess(_ -> {
                    if (!back.isEmpty()) {
                        displaced.halt(new OffsetOutOfRangeException(
                                "the leader epoch went back", consumer.positions(offsets, back)));
                    }
                    poll();
                })
                .map(this);
    }

    private void poll() {
        if (closed) {
            return;
        }
        consumer.poll(paused(), reader::fault).onSuccess(this::deliver).onFailure(this::fault);
    }

    private Set<Integer> paused() {
        return lanes.entrySet().stream()
                .filter(lane -> lane.getValue().paused())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private void deliver(ConsumerRecords<byte[], byte[]> records) {
        for (var partition : records.partitions()) {
            var lane = lane(partition.partition());
            records.records(partition).forEach(event -> lane.add(EventRecord.of(event)));
            handOut(partition.partition(), lane);
        }
        context.runOnContext(_ -> poll());
    }

    private void handOut(int partition, StreamLane lane) {
        if (closed || !lane.hasOne()) {
            return;
        }
        long wait = lane.waitMillis();
        if (wait > 0) {
            lane.paceScheduled = true;
            vertx.setTimer(wait, _ -> {
                lane.paceScheduled = false;
                handOut(partition, lane);
            });
            return;
        }
        long more = lane.patienceMillis(reader.patience(lane.waiting()));
        if (more > 0) {
            lookAgain(partition, lane, more);
            return;
        }
        var batch = lane.take();
        attempt(partition, batch).onComplete(taken -> {
            if (taken.succeeded() || lane.seekPending()) {
                lane.backoff.reset();
                lane.back();
                handOut(partition, lane);
            } else {
                vertx.setTimer(
                        lane.backoff.nextMs(),
                        _ -> again(partition, batch.getFirst().offset()));
            }
        });
    }

    private void lookAgain(int partition, StreamLane lane, long millis) {
        if (!lane.patienceScheduled) {
            lane.patienceScheduled = true;
            vertx.setTimer(millis, _ -> {
                lane.patienceScheduled = false;
                handOut(partition, lane);
            });
        }
    }

    private Future<Void> attempt(int partition, List<EventRecord> batch) {
        try {
            return reader.take(partition, List.copyOf(batch));
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    /** From the batch that could not be taken; what waited behind it comes again after it. */
    private void again(int partition, long offset) {
        var lane = lane(partition);
        if (closed || lane.seekPending()) {
            lane.back();
            handOut(partition, lane);
            return;
        }
        lane.rewind();
        to(lane, partition, offset, null).onComplete(sought -> {
            if (sought.failed() && !closed) {
                reader.fault(sought.cause());
                vertx.setTimer(RETRY_MS, _ -> again(partition, offset));
            } else {
                lane.back();
                handOut(partition, lane);
            }
        });
    }

    private Future<Void> to(StreamLane lane, int partition, long offset, @Nullable Integer epoch) {
        return consumer.seek(partition, offset, epoch).onComplete(_ -> lane.sought());
    }

    private StreamLane lane(int partition) {
        return Objects.requireNonNull(lanes.get(partition), "a partition that is read");
    }

    private void fault(Throwable cause) {
        if (closed) {
            return;
        }
        if (cause instanceof OffsetOutOfRangeException gone) {
            displaced.halt(gone);
        } else {
            reader.fault(cause);
        }
        vertx.setTimer(RETRY_MS, _ -> poll());
    }
}
