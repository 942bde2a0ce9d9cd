package dev.tollgate.runtime.kafka;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
    @Test
    void with_kafka_away_every_event_fails_in_time_and_is_proven_not_to_have_left() {
        var publisher = EventPublisher.open(new KafkaSettings("127.0.0.1:1", 1, 1));
        var began = System.nanoTime();

        var all = Stream.generate(() -> publisher.publish("topic", 0, "key", new byte[10]))
                .limit(100)
                .toList();

        await(Future.join(all).otherwiseEmpty());
        assertThat(System.nanoTime() - began).isLessThan(EventPublisher.WITHIN.toNanos());
        assertThat(all).allSatisfy(event -> {
            assertThat(event.cause()).isInstanceOf(Failure.Unavailable.class);
            assertThat(((Failure) event.cause()).effectUnknown()).isFalse();
        });
        await(publisher.close());
    }

    @Test
    void an_event_of_a_known_topic_does_not_wait_in_the_queue() {
        var vertx = Vertx.vertx();
        var topic = TestTopics.fresh(vertx);
        var publisher = EventPublisher.open(TestTopics.settings());
        await(publisher.publish(topic, 0, "key", new byte[10]));

        var published = publisher.publish(topic, 0, "key", new byte[10]);
        int queued = publisher.queued();

        assertThat(queued).isZero();
        await(published);
        await(publisher.close());
        await(vertx.close());
    }
}
