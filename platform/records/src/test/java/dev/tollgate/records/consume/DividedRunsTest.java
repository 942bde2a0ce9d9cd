package dev.tollgate.records.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.embedded.RepeatedCheck;
import dev.tollgate.records.Bench;
import dev.tollgate.records.OnBench;
import dev.tollgate.records.consume.EventRuns.Group;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.runtime.kafka.EventRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How many rounds a batch takes whose effects fail, and how long they last. */
class DividedRunsTest extends OnBench {

    private static final EventConsumer CONSUMER = new EventConsumer("notes.divided", "note.mirror");
    private static final Active ACTIVE = new Active(Set.of("notes"), ZoneOffset.UTC);
    private static final EventTypes TYPES = new EventTypes(List.of(new EventType(
            "note.created", "notes", new Scope("notes:read"), "note", "", new JsonObject(), new JsonObject())));

    private final Counter skipped = new SimpleMeterRegistry().counter("skipped");
    private final EventRuns runs = runs();
    private boolean databaseAnswers = true;
    private final DividedRuns divided = new DividedRuns(new DividedRuns.Effects(
            CONSUMER.name(), runs, () -> Future.succeededFuture(databaseAnswers), skipped::increment));

    /** Events whose effect fails. */
    private final Set<UUID> failing = new HashSet<>();

    /** Events whose effect takes longer than it may. */
    private final Set<UUID> late = new HashSet<>();

    private final List<UUID> taken = new ArrayList<>();

    /** The event whose first effect does not end until {@link #hang} does. */
    private volatile @Nullable UUID hanging;

    private final AtomicBoolean hangs = new AtomicBoolean();
    private final Promise<Void> hang = Promise.promise();

    /** How long the late events of a round might take that were alone. */
    private Duration waited = Duration.ZERO;

    private EventRuns runs() {
        var consumers = new EventConsumers(bench.work, TYPES, bench.ids, bench.clock, new SimpleMeterRegistry());
        consumers.take(CONSUMER, this::take);
        return new EventRuns(
                consumers.bound().iterator().next(),
                consumers,
                workspaces ->
                        Future.succeededFuture(workspaces.stream().collect(Collectors.toMap(id -> id, _ -> ACTIVE))));
    }

    private Future<?> take(EventRun run) {
        var ids = run.events().stream().map(event -> event.event().id()).toList();
        if (ids.stream().anyMatch(failing::contains)) {
            throw new IllegalStateException("an effect that fails");
        }
        if (ids.stream().anyMatch(late::contains)) {
            if (ids.size() == 1) {
                waited = waited.plus(
                        Duration.between(bench.clock.instant(), run.call().deadline()));
            }
            return Future.failedFuture(new Failure.TimeUp("late", new IllegalStateException("late"), false));
        }
        if (hanging != null && ids.contains(hanging) && !hangs.getAndSet(true)) {
            return hang.future();
        }
        taken.addAll(ids);
        return Future.succeededFuture();
    }

    @Test
    void events_that_fail_alone_are_tried_in_the_same_rounds() {
        var ids = ids(40);
        failing.addAll(ids.subList(10, 30));

        int rounds = roundsUntilDone(group(ids));

        assertThat(rounds).isEqualTo(DividedRuns.TRIES_MAX);
        assertThat(skipped.count()).isEqualTo(20);
        assertThat(taken).containsAll(ids.subList(0, 10)).containsAll(ids.subList(30, 40));
    }

    @Test
    void the_last_round_takes_all_events_in_their_order() {
        var ids = ids(3);
        var group = group(ids);
        failing.add(ids.get(1));
        var first = again(group);
        var behind = List.copyOf(taken);

        failing.clear();
        taken.clear();
        var last = again(group);

        assertThat(first).isTrue();
        assertThat(behind).containsExactly(ids.getFirst(), ids.getLast());
        assertThat(last).isFalse();
        assertThat(taken).containsExactlyElementsOf(ids);
    }

    @Test
    void a_round_that_left_an_event_out_says_so_also_if_the_batch_is_read_again_meanwhile() {
        var ids = ids(2);
        var group = group(ids);
        failing.add(ids.getFirst());
        var before = again(group);
        hanging = ids.getLast();
        var first = divided.round(group, ACTIVE);
        RepeatedCheck.eventually(hangs::get);

        failing.clear();
        var second = divided.round(group, ACTIVE);
        hang.complete();

        assertThat(before).isTrue();
        assertThat(Bench.await(first)).isPresent();
        assertThat(Bench.await(second)).isEmpty();
    }

    @Test
    void an_event_that_takes_too_long_has_the_time_of_a_run_each_time() {
        late.addAll(ids(1));
        var group = group(List.copyOf(late));

        int rounds = roundsUntilDone(group);

        assertThat(rounds).isEqualTo(DividedRuns.TRIES_MAX);
        assertThat(waited)
                .isBetween(
                        EventRuns.RUN_MAX.multipliedBy(DividedRuns.TRIES_MAX).minusSeconds(5),
                        EventRuns.RUN_MAX.multipliedBy(DividedRuns.TRIES_MAX));
    }

    @Test
    void events_that_take_too_long_share_the_time_of_one_run_in_each_round() {
        var ids = ids(10);
        late.addAll(ids);
        var group = group(ids);
        var first = again(group);
        waited = Duration.ZERO;

        int others = roundsUntilDone(group);

        assertThat(first).isTrue();
        assertThat(waited).isLessThanOrEqualTo(EventRuns.RUN_MAX.multipliedBy(others));
        assertThat(others).isEqualTo(DividedRuns.TRIES_MAX - 1);
        assertThat(skipped.count()).isEqualTo(10);
    }

    @Test
    void nothing_that_takes_too_long_is_skipped_while_the_database_does_not_answer() {
        late.addAll(ids(1));
        var group = group(List.copyOf(late));
        databaseAnswers = false;

        for (int round = 0; round < 2 * DividedRuns.TRIES_MAX; round++) {
            assertThat(divided.round(group, ACTIVE).failed()).isTrue();
        }

        assertThat(skipped.count()).isZero();
    }

    @Test
    void failures_are_forgotten_when_a_partition_goes_on_from_another_offset() {
        var consumption = consumption();
        var event = ids(1).getFirst();
        var caller = bench.stranger();
        var body = DomainEventJson.bytes(event(event, caller));
        failing.add(event);

        for (long first : List.of(0L, 7L)) {
            var batch = List.of(new EventRecord(0, first, caller.workspaceId().text(), Buffer.buffer(body)));
            for (int tries = 1; tries < DividedRuns.TRIES_MAX; tries++) {
                assertThat(stored(consumption, first, batch)).isFalse();
            }
        }

        assertThat(skipped.count()).isZero();
    }

    @Test
    void workspaces_whose_events_fail_are_tried_in_the_same_rounds() {
        var consumption = consumption();
        var ids = ids(20);
        failing.addAll(ids);
        var batch = IntStream.range(0, ids.size())
                .mapToObj(at -> {
                    var caller = bench.stranger();
                    var body = DomainEventJson.bytes(event(ids.get(at), caller));
                    return new EventRecord(0, at, caller.workspaceId().text(), Buffer.buffer(body));
                })
                .toList();

        int rounds = 1;
        while (!stored(consumption, 0, batch)) {
            rounds++;
        }

        assertThat(rounds).isEqualTo(DividedRuns.TRIES_MAX);
        assertThat(skipped.count()).isEqualTo(ids.size());
    }

    /** In a topic of its own, whose partition 0 has the offset 0. */
    private EventConsumption consumption() {
        var topic = bench.ids.next();
        var positions = EventConsumption.positions(CONSUMER, topic);
        Bench.settle(positions.find(bench.app, List.of(0), bench.clock.instant().plusSeconds(10)));
        return new EventConsumption(
                CONSUMER, runs, bench.app, new EventConsumption.Reading(positions, bench.clock, skipped));
    }

    private static boolean stored(EventConsumption consumption, long first, List<EventRecord> batch) {
        return Bench.await(consumption.store(0, first, batch).map(true).otherwise(false));
    }

    private int roundsUntilDone(Group group) {
        int rounds = 1;
        while (again(group)) {
            rounds++;
        }
        return rounds;
    }

    private boolean again(Group group) {
        return Bench.await(divided.round(group, ACTIVE)).isPresent();
    }

    private Group group(List<UUID> ids) {
        var caller = bench.stranger();
        return runs.groups(ids.stream().map(id -> event(id, caller)).toList()).getFirst();
    }

    private static List<UUID> ids(int count) {
        return IntStream.range(0, count).mapToObj(_ -> bench.ids.next()).toList();
    }

    private static DomainEvent event(UUID id, Caller caller) {
        return new DomainEvent(
                id,
                "note.created",
                bench.clock.instant(),
                caller.tenantId(),
                caller.workspaceId(),
                null,
                "note",
                "not_1",
                1,
                new JsonObject());
    }
}
