package dev.tollgate.records.audit;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnchorsTest {

    private static final KafkaSettings KAFKA =
            new KafkaSettings(TestServers.shared().addresses().kafkaBootstrap(), Bench.SLICES, 1);

    /** A head moves whenever it has been said, as that of a chain that is written to all the time; it ends at nine. */
    private static final String MOVES = """
            CREATE FUNCTION audit.moves() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                NEW.position := NEW.position + 1;
                RETURN NEW;
            END $$;
            CREATE TRIGGER moves BEFORE UPDATE OF anchored ON audit.head
                FOR EACH ROW WHEN (NEW.position < 9) EXECUTE FUNCTION audit.moves()
            """;

    private Bench bench;
    private EventPublisher publisher;

    @BeforeEach
    void open() {
        bench = new Bench();
        settle(KafkaTopics.ensure(bench.vertx, KAFKA, Set.of(Topics.AUDIT_HEADS)));
        publisher = EventPublisher.open(KAFKA);
    }

    @AfterEach
    void close() {
        settle(publisher.close());
        bench.close();
    }

    @Test
    void a_head_that_moves_while_it_is_said_waits_for_the_next_turn() {
        settle(bench.notes.create(bench.call(Notes.CREATE, bench.stranger(), new Nothing()), Notes.titled("n")));
        settle(bench.newSealer().seal());
        bench.tamper(MOVES);
        var anchors = new Anchors(bench.sealer, publisher, Bench.SLICES, bench.clock);

        assertThat(await(anchors.publish())).isEqualTo(1);
    }
}
