package dev.tollgate.runtime.outbox;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.runtime.kafka.CollectingReader;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.EventStream;
import dev.tollgate.runtime.kafka.TestTopics;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.postgres.RowInsert;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlState;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.TestDatabases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final int SLICE = 1;
    private Vertx vertx;
    private PostgresSettings postgres;
    private Database database;
    private EventPublisher publisher;
    private CollectingReader reader;
    private EventStream stream;
    private String topic;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        postgres = TestDatabases.migrated();
        database = Database.open(vertx, postgres, DatabaseRole.APP, 4, CLOCK);
        publisher = EventPublisher.open(TestTopics.settings());
        topic = TestTopics.fresh(vertx);
        reader = new CollectingReader(_ -> false);
        stream = await(EventStream.open(vertx, TestTopics.settings(), topic, Map.of(SLICE, 0L), reader));
    }

    @AfterEach
    void close() {
        await(stream.close());
        await(publisher.close());
        await(database.close());
        await(vertx.close());
    }

    @Test
    void what_was_committed_arrives_in_order_and_leaves_no_row() {
        var relay = relay();
        await(relay.start());
        var sent = IntStream.range(0, 1_200).mapToObj(String::valueOf).toList();

        for (var body : sent) {
            write(message(body));
        }
        relay.wrote(SLICE);

        eventually(() -> reader.bodies.size() >= sent.size());
        assertThat(reader.bodies).isEqualTo(sent);
        eventually(() -> rows() == 0);
        await(relay.stop());
    }

    @Test
    void what_one_statement_wrote_arrives_in_the_order_it_was_given() {
        var relay = relay();
        await(relay.start());
        var sent = IntStream.range(0, 1_500).mapToObj(String::valueOf).toList();

        write(Outbox.insertAll(
                SLICE, topic, "key", sent.stream().map(OutboxRelayTest::bytes).toList()));
        relay.wrote(SLICE);

        eventually(() -> reader.bodies.size() >= sent.size());
        assertThat(reader.bodies).isEqualTo(sent);
        await(relay.stop());
    }

    @Test
    void a_message_of_a_kept_topic_stays_after_it_was_sent_and_its_record_names_it() {
        var slices = new OutboxRelay.Slices(TestTopics.PARTITIONS, new KeptTopics(Set.of(topic)));
        var relay = new OutboxRelay(vertx, postgres, publisher, slices, new SimpleMeterRegistry());
        await(relay.start());

        write(message("one"), message("two"));
        relay.wrote(SLICE);

        eventually(() -> rows() == 0 && keptIds().size() == 2);
        eventually(() -> reader.outboxIds.size() == 2);
        assertThat(reader.outboxIds).containsExactlyElementsOf(keptIds());
        await(relay.stop());
    }

    @Test
    void a_marker_comes_after_everything_that_was_durable_before_it() {
        write(message("one"), message("two"));
        write(Outbox.markers(topic, List.of(new Outbox.MarkerRow(SLICE, "key", Buffer.buffer("marker")))));
        write(message("three"));
        var relay = relay();

        await(relay.start());

        eventually(() -> reader.bodies.size() == 4);
        assertThat(reader.bodies).containsExactly("one", "two", "marker", "three");
        await(relay.stop());
    }

    @Test
    void a_second_relay_takes_over_when_the_first_is_gone() {
        var first = relay();
        var second = relay();
        await(first.start());
        write(message("one"));
        eventually(() -> reader.bodies.contains("one"));
        await(second.start());

        await(first.stop());
        write(message("two"));
        second.wrote(SLICE);

        eventually(() -> reader.bodies.contains("two"));
        assertThat(reader.bodies).containsExactly("one", "two");
        await(second.stop());
    }

    @Test
    void a_relay_in_another_process_is_woken_by_a_write() {
        var owner = relay();
        await(owner.start());
        var other = relay();
        write(message("one"));
        eventually(() -> reader.bodies.contains("one"));

        write(message("two"));
        other.wrote(SLICE);

        eventually(() -> reader.bodies.contains("two"));
        await(owner.stop());
        await(other.stop());
    }

    @Test
    void a_message_is_not_written_after_its_deadline() {
        var late = Outbox.insert(
                SLICE, topic, "key", bytes("late"), CLOCK.instant().minusSeconds(1));

        var failure = catchThrowable(() -> write(late));

        assertThat(failure).isInstanceOf(Failure.TimeUp.class);
        assertThat(SqlState.sqlState(failure)).isEqualTo(SqlState.DEADLINE_PASSED);
    }

    private OutboxRelay relay() {
        return new OutboxRelay(vertx, postgres, publisher, TestTopics.PARTITIONS, new SimpleMeterRegistry());
    }

    private RowInsert message(String body) {
        return Outbox.insert(SLICE, topic, "key", bytes(body), CLOCK.instant().plusSeconds(30));
    }

    private void write(RowInsert... messages) {
        write(Stream.of(messages).map(RowInsert::statement).toArray(SqlStatement[]::new));
    }

    private void write(SqlStatement... statements) {
        await(database.transaction(RowSecurityContext.NONE, CLOCK.instant().plusSeconds(10), tx -> {
            for (var statement : statements) {
                tx.atCommit(statement.sql(), statement.args());
            }
            return io.vertx.core.Future.succeededFuture();
        }));
    }

    private List<Long> keptIds() {
        var meter = Database.open(vertx, postgres, DatabaseRole.METER, 1, CLOCK);
        var kept = await(meter.read(RowSecurityContext.NONE, "SELECT id FROM outbox.kept ORDER BY id", Tuple.tuple()));
        await(meter.close());
        return kept.stream().map(row -> row.getLong("id")).toList();
    }

    private long rows() {
        var relay = Database.open(vertx, postgres, DatabaseRole.RELAY, 1, CLOCK);
        var count = await(relay.read(RowSecurityContext.NONE, "SELECT count(*) FROM outbox.message", Tuple.tuple()));
        await(relay.close());
        return count.iterator().next().getLong(0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
