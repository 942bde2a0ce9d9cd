package dev.tollgate.runtime.kafka;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to Kafka and says when all in-sync replicas have them. One per process, from any thread; each future
 * completes on the context of the caller.
 *
 * <p>The producer never blocks: where its metadata is known and its buffer has room, the caller's own thread hands an
 * event over. Where not, the event waits in a bounded queue, whose thread tries again; events that follow on the queue
 * wait behind it, so events of one caller stay in order.
 *
 * <p>Within {@link #WITHIN} every future is completed.
 */
public final class EventPublisher {
    /** From handing over to the answer, at the latest. */
    public static final Duration WITHIN = Duration.ofSeconds(9);

    /** Events that may wait for the producer, and their bytes. */
    public static final int QUEUED_MAX = 16_384;

    public static final long QUEUED_BYTES_MAX = 64L << 20;
    private static final Duration QUEUE_TIME_MAX = Duration.ofMillis(1_500);
    private static final Duration DELIVERY_MAX = Duration.ofSeconds(6);
    private static final Duration REQUEST_MAX = Duration.ofMillis(2_500);
    private static final int RECORD_BYTES_MAX = 4 << 20;
    private static final long BUFFER_BYTES_MAX = 32L << 20;
    private static final int BATCH_BYTES = 128 << 10;
    private static final long CLOSE_MAX_MS = 3_000;
    private static final long PAUSE_MS = 50;

    /** From one try of the queue's first event to the next. */
    private static final long AGAIN_NANOS = Duration.ofMillis(5).toNanos();

    private static final Logger LOGGER = LoggerFactory.getLogger(EventPublisher.class);

    private record Sending(ProducerRecord<byte[], byte[]> event, Promise<Void> promise, long sinceNanos) {}

    /** What the producer said of an event in the course of its {@code send}. */
    private enum Handed {
        /** Taken, or refused for good: the future tells. */
        OVER,
        /** Not taken now: its metadata is missing, or its buffer is full. */
        NOT_NOW
    }

    private final KafkaProducer<byte[], byte[]> producer;
    private final ArrayBlockingQueue<Sending> queue = new ArrayBlockingQueue<>(QUEUED_MAX);
    private final AtomicLong queuedBytes = new AtomicLong();

    /** Events in the queue, and the one that its thread tries. */
    private final AtomicInteger waiting = new AtomicInteger();

    private final Thread sender;
    private volatile boolean closed;

    private EventPublisher(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
        this.sender = Thread.ofPlatform().name("kafka-publisher").daemon().unstarted(this::send);
    }

    /** Does not wait for Kafka; must not be called on an event loop, for it resolves the brokers' names. */
    public static EventPublisher open(KafkaSettings settings) {
        var config = new HashMap<String, Object>(settings.connection());
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        config.put("linger.ms", 0);
        config.put("batch.size", BATCH_BYTES);
        config.put("buffer.memory", BUFFER_BYTES_MAX);
        config.put("max.request.size", RECORD_BYTES_MAX);
        config.put("max.block.ms", 0L);
        config.put("delivery.timeout.ms", (int) DELIVERY_MAX.toMillis());
        config.put("request.timeout.ms", (int) REQUEST_MAX.toMillis());
        var publisher =
                new EventPublisher(new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
        publisher.sender.start();
        return publisher;
    }

    /**
     * Publishes one event.
     *
     * @return succeeds when it is durable. Fails with {@link Failure#effectUnknown()} when it may be all the same, and
     *     without when it is proven that it never left.
     */
    public Future<Void> publish(String topic, int partition, String key, byte[] body) {
        return publish(new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), body));
    }

    /** The same for an event whose outbox row is kept until it is booked: it carries the id of the row. */
    public Future<Void> publishKept(String topic, int partition, String key, byte[] body, long outboxId) {
        return publish(new ProducerRecord<>(
                topic, partition, key.getBytes(StandardCharsets.UTF_8), body, List.of(KeptRow.header(outboxId))));
    }

    private Future<Void> publish(ProducerRecord<byte[], byte[]> event) {
        var sending = new Sending(event, promise(), System.nanoTime());
        if (closed) {
            sending.promise.fail(neverLeft("the Kafka publisher is closed"));
        } else if (waiting.get() > 0 || handed(sending) == Handed.NOT_NOW) {
            enqueue(sending);
        }
        return sending.promise.future();
    }

    private void enqueue(Sending sending) {
        int bytes = sending.event.value().length;
        if (queuedBytes.addAndGet(bytes) > QUEUED_BYTES_MAX) {
            queuedBytes.addAndGet(-bytes);
            sending.promise.fail(neverLeft("too many bytes are waiting for Kafka"));
            return;
        }
        waiting.incrementAndGet();
        if (!queue.offer(sending)) {
            left(sending);
            sending.promise.fail(neverLeft("too many events are waiting for Kafka"));
        }
    }

    /** An event does not wait any more. */
    private void left(Sending sending) {
        queuedBytes.addAndGet(-sending.event.value().length);
        waiting.decrementAndGet();
    }

    /** Events that wait for the producer. */
    public int queued() {
        return queue.size();
    }

    /** Ends the producer on its own thread, after what was handed over has been sent or has failed. */
    public Future<Void> close() {
        closed = true;
        var ended = Promise.<Void>promise();
        Thread.ofPlatform().name("kafka-publisher-close").daemon().start(() -> {
            try {
                sender.join(CLOSE_MAX_MS);
                drop();
                producer.close(Duration.ofMillis(CLOSE_MAX_MS));
                ended.complete();
            } catch (InterruptedException | RuntimeException broken) {
                ended.fail(broken);
            }
        });
        return ended.future();
    }

    /** What came into the queue while its thread ended. */
    private void drop() {
        for (var next = queue.poll(); next != null; next = queue.poll()) {
            left(next);
            next.promise.fail(neverLeft("the Kafka publisher is closed"));
        }
    }

    private void send() {
        while (!closed || !queue.isEmpty()) {
            try {
                var next = queue.poll(PAUSE_MS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    send(next);
                }
            } catch (InterruptedException stop) {
                closed = true;
            } catch (RuntimeException broken) {
                LOGGER.atError().setCause(broken).log("Kafka publisher failed");
            }
        }
    }

    /** Until the producer takes it, or it has waited too long. */
    private void send(Sending sending) {
        try {
            while (System.nanoTime() - sending.sinceNanos <= QUEUE_TIME_MAX.toNanos()) {
                if (handed(sending) == Handed.OVER) {
                    return;
                }
                LockSupport.parkNanos(AGAIN_NANOS);
            }
            sending.promise.fail(neverLeft("the event waited too long for Kafka"));
        } finally {
            left(sending);
        }
    }

    /** Kafka reports what never left in the course of {@code send} itself, and everything else later. */
    private Handed handed(Sending sending) {
        var caller = Thread.currentThread();
        var leaving = new boolean[] {true};
        var handed = new Handed[] {Handed.OVER};
        try {
            var _ = producer.send(sending.event, (_, failure) -> {
                boolean neverLeft = leaving[0] && Thread.currentThread() == caller;
                if (failure == null) {
                    sending.promise.complete();
                } else if (neverLeft && failure instanceof TimeoutException) {
                    handed[0] = Handed.NOT_NOW;
                } else {
                    sending.promise.fail(failed(failure, neverLeft));
                }
            });
        } catch (RuntimeException refused) {
            sending.promise.tryFail(failed(refused, true));
        } finally {
            leaving[0] = false;
        }
        return handed[0];
    }

    private static Failure failed(Exception cause, boolean neverLeft) {
        return neverLeft
                ? Failure.Unavailable.before("Kafka rejected the event", cause)
                : Failure.Unavailable.unknown("Kafka did not acknowledge the event", cause);
    }

    private static Failure neverLeft(String message) {
        return Failure.Unavailable.before(message, VertxException.noStackTrace(message));
    }

    private static Promise<Void> promise() {
        var context = ContextInternal.current();
        return context == null ? Promise.promise() : context.promise();
    }
}
