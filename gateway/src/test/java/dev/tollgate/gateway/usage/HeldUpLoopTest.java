package dev.tollgate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two event loops that share the lanes of their usage, one of which is held up. On the real server. */
class HeldUpLoopTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** How long the next record has to wait: every loop comes to its pause before. It passes when the test says. */
    private static final Duration WAIT = Duration.ofHours(1);

    /** After this an event ends anyway. */
    private static final Duration DURABLE_MAX = Duration.ofDays(1);

    /** From one event to the next: a whole record of them would wait for nothing. */
    private static final Duration PACE = Duration.ofMillis(100);

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final Context loop = gateway.process().context().vertx().getOrCreateContext();
    private final Vertx other = Vertx.vertx();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicLong passedNanos = new AtomicLong();
    private final UsageBatches.Pace pace =
            new UsageBatches.Pace(DURABLE_MAX, () -> System.nanoTime() + passedNanos.get());
    private final TenantId tenant =
            new TenantId(TypeId.parse("tnt", gateway.account("business")).orElseThrow());

    @AfterEach
    void release() {
        released.countDown();
        other.close().await();
    }

    @Test
    void events_of_all_loops_go_on_while_the_loop_that_pauses_is_held_up() {
        var lanes = new UsageLanes(gateway.process().context().kafka().partitions());
        var batches = batches(loop, gateway.process().context().vertx(), lanes);
        var heldUp = other.getOrCreateContext();
        var ofHeldUp = batches(heldUp, other, lanes);
        var event = event();
        sendOne(lanes);

        var paused = on(heldUp, () -> {
            var durable = ofHeldUp.add(event);
            var holding = Promise.<Future<Void>>promise();
            heldUp.runOnContext(_ -> {
                holding.complete(durable);
                hold();
            });
            return holding.future();
        });
        passedNanos.set(WAIT.plusSeconds(1).toNanos());
        List<Future<Void>> others = new CopyOnWriteArrayList<>();
        Eventually.within(SOON, PACE, () -> {
            others.add(on(loop, () -> Future.succeededFuture(batches.add(event()))));
            assertThat(others).anyMatch(Future::succeeded);
            assertThat(paused.succeeded()).isTrue();
        });

        assertThat(released.getCount()).isOne();
    }

    /** A record of another partition, after which the next one waits. */
    private void sendOne(UsageLanes lanes) {
        var part = new UsagePart(tenant.text(), Promise.promise());
        part.add(event());
        lanes.add((Partitioner.of(tenant.value(), lanes.partitions()) + 1) % lanes.partitions(), part);

        assertThat(lanes.next(System.nanoTime() + WAIT.toNanos())).isInstanceOf(UsageLanes.Step.Send.class);
    }

    private void hold() {
        try {
            released.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of a loop. */
    private UsageBatches batches(Context context, Vertx vertx, UsageLanes lanes) {
        var process = gateway.process().context();
        return on(context, () -> {
            var database = Database.open(vertx, process.postgres(), DatabaseRole.APP, 1, process.clock());
            var channels = new UsageBatches.Channels(process.publisher(), database, process.outbox(), true);
            return Future.succeededFuture(new UsageBatches(vertx, channels, lanes, process.clock(), pace));
        });
    }

    private UsageRecorded event() {
        var process = gateway.process().context();
        return UsageEvents.read(process.ids().next(), tenant, process.clock().instant());
    }

    private static <T> T on(Context context, Supplier<Future<T>> step) {
        var done = new CompletableFuture<T>();
        context.runOnContext(_ -> step.get().onComplete(answer -> {
            if (answer.succeeded()) {
                done.complete(answer.result());
            } else {
                done.completeExceptionally(answer.cause());
            }
        }));
        return done.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }
}
