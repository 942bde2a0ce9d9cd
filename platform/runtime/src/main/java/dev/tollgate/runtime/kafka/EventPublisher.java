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
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to Kafka and says when all in-sync replicas have them. One per process, from any thread; each future
 * completes on the context of the caller. The producer lives on a thread of its own, because its {@code send} blocks
 * when its buffer is full or metadata is missing; a bounded queue is in front of it.
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
    private static final Duration BLOCK_MAX = Duration.ofSeconds(1);
    private static final Duration DELIVERY_MAX = Duration.ofSeconds(6);
    private static final Duration REQUEST_MAX = Duration.ofMillis(2_500);
    private static final int RECORD_BYTES_MAX = 4 << 20;
    private static final long BUFFER_BYTES_MAX = 32L << 20;
    private static final int BATCH_BYTES = 128 << 10;
    private static final long CLOSE_MAX_MS = 3_000;
    private static final long PAUSE_MS = 50;

    private static final Logger LOGGER = LoggerFactory.getLogger(EventPublisher.class);

    private record Sending(ProducerRecord<byte[], byte[]> event, Promise<Void> promise, long sinceNanos) {}

    private final KafkaProducer<byte[], byte[]> producer;
    private final ArrayBlockingQueue<Sending> queue = new ArrayBlockingQueue<>(QUEUED_MAX);
    private final AtomicLong queuedBytes = new AtomicLong();
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
        config.put("max.block.ms", BLOCK_MAX.toMillis());
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
        var promise = promise();
        var body = event.value();
        if (closed || queuedBytes.get() > QUEUED_BYTES_MAX) {
            promise.fail(neverLeft(closed ? "the Kafka publisher is closed" : "too many bytes are waiting for Kafka"));
        } else if (queue.offer(new Sending(event, promise, System.nanoTime()))) {
            queuedBytes.addAndGet(body.length);
        } else {
            promise.fail(neverLeft("too many events are waiting for Kafka"));
        }
        return promise.future();
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
                producer.close(Duration.ofMillis(CLOSE_MAX_MS));
                ended.complete();
            } catch (InterruptedException | RuntimeException broken) {
                ended.fail(broken);
            }
        });
        return ended.future();
    }

    private void send() {
        while (!closed || !queue.isEmpty()) {
            try {
                var next = queue.poll(PAUSE_MS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    queuedBytes.addAndGet(-next.event.value().length);
                    send(next);
                }
            } catch (InterruptedException stop) {
                closed = true;
            } catch (RuntimeException broken) {
                LOGGER.atError().setCause(broken).log("Kafka publisher failed");
            }
        }
    }

    /** Kafka reports what never left in the course of {@code send} itself, and everything else later. */
    private void send(Sending sending) {
        if (System.nanoTime() - sending.sinceNanos > QUEUE_TIME_MAX.toNanos()) {
            sending.promise.fail(neverLeft("the event waited too long for Kafka"));
            return;
        }
        var leaving = new boolean[] {true};
        try {
            var _ = producer.send(sending.event, (_, failure) -> {
                if (failure == null) {
                    sending.promise.complete();
                } else {
                    sending.promise.fail(failed(failure, leaving[0] && Thread.currentThread() == sender));
                }
            });
        } catch (RuntimeException refused) {
            sending.promise.tryFail(failed(refused, true));
        } finally {
            leaving[0] = false;
        }
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
