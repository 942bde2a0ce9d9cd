package dev.tollgate.runtime.partition;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.embedded.RepeatedCheck;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.FaultyWire;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.postgres.TestDatabases;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks of partitions whose answer does not come in time. */
class UnansweredClaimTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** {@link #CLAIMED} as it is in the message that locks. */
    private static final String IN_CLAIM = "CLM1";

    private static final int CLAIMED = 0x434C_4D31;
    private static final PartitionAssignment.ConsumerGroup GROUP =
            new PartitionAssignment.ConsumerGroup("test", DatabaseRole.METER, CLAIMED, 4_713, 4);

    private final AtomicReference<Set<Integer>> ofFirst = new AtomicReference<>(Set.of());
    private final AtomicReference<Set<Integer>> ofSecond = new AtomicReference<>(Set.of());
    private Vertx vertx;
    private Context loop;
    private FaultyWire wire;
    private PartitionAssignment first;
    private PartitionAssignment second;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        var settings = TestDatabases.migrated();
        wire = new FaultyWire(vertx, settings);
        first = assignment(wire.settings(), ofFirst);
        second = assignment(settings, ofSecond);
    }

    @AfterEach
    void close() {
        on(first::close);
        on(second::close);
        await(vertx.close());
    }

    @Test
    void partitions_whose_locks_were_taken_without_an_answer_are_shared_evenly_afterwards() {
        wire.holdRepliesTo(IN_CLAIM);
        var unanswered = catchThrowable(() -> on(first::turn));
        wire.letReplies();
        RepeatedCheck.within(SOON, () -> {
            on(first::turn);
            assertThat(ofFirst.get()).hasSize(GROUP.partitions());
        });

        RepeatedCheck.within(SOON, () -> {
            on(second::turn);
            on(first::turn);
            var both = new TreeSet<>(ofFirst.get());
            both.addAll(ofSecond.get());
            assertThat(ofFirst.get()).hasSize(2);
            assertThat(both).hasSize(GROUP.partitions());
        });

        assertThat(unanswered).isNotNull();
    }

    private PartitionAssignment assignment(PostgresSettings settings, AtomicReference<Set<Integer>> read) {
        return new PartitionAssignment(vertx, settings, GROUP, partitions -> {
            read.set(partitions);
            return Future.succeededFuture();
        });
    }

    private void on(Supplier<Future<Void>> step) {
        await(Future.<Void>future(promise -> loop.runOnContext(_ -> step.get().onComplete(promise))));
    }
}
