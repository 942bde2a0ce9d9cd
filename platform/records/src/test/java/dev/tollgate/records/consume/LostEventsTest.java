package dev.tollgate.records.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.records.Bench;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A log of events that does not have a consumer's position any more. */
class LostEventsTest extends OnBench {

    private static final KafkaSettings KAFKA =
            new KafkaSettings(TestServers.shared().addresses().kafkaBootstrap(), Bench.SLICES, 1);

    private final Context loop = bench.vertx.getOrCreateContext();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void a_log_that_is_shorter_than_a_position_is_shown() {
        start("notes.lost");
        move("notes.lost", 1_000_000);

        var second = runner("notes.lost", registry);

        Bench.eventually(() -> {
            turn(second);
            assertThat(sum("tollgate.partitions.lost")).isEqualTo(Bench.SLICES);
        });
        assertThat(sum("tollgate.partitions.read")).isEqualTo(Bench.SLICES);
        Bench.settle(onLoop(second::stop));
    }

    @Test
    void a_position_that_was_lost_stays_counted_when_its_partition_is_assigned_again() {
        start("notes.found");
        move("notes.found", 1_000_000);
        var second = runner("notes.found", registry);
        Bench.eventually(() -> {
            turn(second);
            assertThat(sum("tollgate.partitions.lost")).isEqualTo(Bench.SLICES);
        });

        // As if the log had grown past it.
        move("notes.found", -1_000_000);
        var third = runner("notes.found", new SimpleMeterRegistry());
        Bench.eventually(() -> {
            turn(third);
            turn(second);
            assertThat(sum("tollgate.partitions.lost")).isZero();
        });

        assertThat(registry.get("tollgate.positions.lost").functionCounter().count())
                .isEqualTo(Bench.SLICES);
        Bench.settle(onLoop(second::stop));
        Bench.settle(onLoop(third::stop));
    }

    /** Gives the consumer its positions. */
    private void start(String consumer) {
        Bench.settle(KafkaTopics.ensure(bench.vertx, KAFKA, Set.of(Topics.EVENTS)));
        var first = runner(consumer, new SimpleMeterRegistry());
        turn(first);
        Bench.settle(onLoop(first::stop));
    }

    private static void move(String consumer, int events) {
        bench.tamper("UPDATE records.event_position SET next = next + (" + events + ") WHERE topic LIKE '% " + consumer
                + "'");
    }

    private ConsumerRunner runner(String consumer, SimpleMeterRegistry metrics) {
        var types = new EventTypes(List.of(new EventType(
                "note.created", "notes", new Scope("notes:read"), "note", "", new JsonObject(), new JsonObject())));
        var consumers = new EventConsumers(bench.work, types, bench.ids, bench.clock, metrics);
        consumers.take(new EventConsumer(consumer, "note.mirror"), _ -> Future.succeededFuture());
        return new ConsumerRunner(
                bench.vertx,
                new ConsumerRunner.Servers(bench.settings, KAFKA),
                bench.app,
                consumers,
                _ -> Future.succeededFuture(Map.of()));
    }

    private double sum(String name) {
        return registry.get(name).gauges().stream().mapToDouble(Gauge::value).sum();
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> step) {
        return Future.future(promise -> loop.runOnContext(_ -> step.get().onComplete(promise)));
    }

    private void turn(ConsumerRunner runner) {
        Bench.settle(onLoop(runner::turn));
    }
}
