package dev.tollgate.runtime.kafka;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PatientStreamTest {

    /** Awaits more until one event says that it is urgent. */
    private static final class Patient implements EventHandler {

        private final List<List<String>> batches = new CopyOnWriteArrayList<>();

        @Override
        public Duration patience(Collection<EventRecord> waiting) {
            return waiting.stream().anyMatch(event -> text(event).equals("urgent"))
                    ? Duration.ZERO
                    : Duration.ofHours(1);
        }

        @Override
        public Future<Void> take(int partition, List<EventRecord> batch) {
            batches.add(batch.stream().map(Patient::text).toList());
            return Future.succeededFuture();
        }

        @Override
        public void fault(Throwable cause) {
            throw new AssertionError(cause);
        }

        private static String text(EventRecord event) {
            return event.body().toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void events_wait_for_more_until_the_reader_has_enough() {
        var vertx = Vertx.vertx();
        var topic = TestTopics.fresh(vertx);
        var publisher = EventPublisher.open(TestTopics.settings());
        var reader = new Patient();
        var stream = EventStream.openInBulk(vertx, TestTopics.settings(), topic, Map.of(1, 0L), reader)
                .await();

        for (var text : List.of("a", "b", "urgent", "c", "urgent")) {
            publisher
                    .publish(topic, 1, "key", text.getBytes(StandardCharsets.UTF_8))
                    .await();
        }

        eventually(() -> reader.batches.stream().mapToInt(List::size).sum() == 5);
        assertThat(reader.batches).allSatisfy(batch -> assertThat(batch).contains("urgent"));
        stream.close().await();
        publisher.close().await();
        vertx.close().await();
    }
}
