package dev.tollgate.runtime.partition;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.embedded.RepeatedCheck;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.postgres.TestDatabases;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PartitionAssignmentTest {
    private static final int PARTITIONS = 4;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final PartitionAssignment.ConsumerGroup PARTY =
            new PartitionAssignment.ConsumerGroup("test", DatabaseRole.METER, 4_711, 4_712, PARTITIONS);

    private static Vertx vertx;
    private static PostgresSettings settings;
    private static Context loop;

    private final List<PartitionAssignment> opened = new ArrayList<>();

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        settings = TestDatabases.migrated();
        loop = vertx.getOrCreateContext();
    }

    @AfterEach
    void leave() {
        opened.forEach(share -> on(share::close));
    }

    @AfterAll
    static void close() {
        await(vertx.close());
    }

    @Test
    void one_reader_reads_everything() {
        var read = new CopyOnWriteArrayList<Set<Integer>>();
        var share = share(reading(read));

        on(share::turn);
        on(share::turn);

        assertThat(read).containsExactly(Set.of(0, 1, 2, 3));
    }

    @Test
    void readers_share_evenly_and_never_read_the_same() {
        var ofFirst = new CopyOnWriteArrayList<Set<Integer>>();
        var ofSecond = new CopyOnWriteArrayList<Set<Integer>>();
        var first = share(reading(ofFirst));
        var second = share(reading(ofSecond));
        on(first::turn);
        on(second::turn);

        on(first::turn);
        on(second::turn);

        var all = new HashSet<>(ofFirst.getLast());
        assertThat(ofFirst.getLast()).hasSize(2);
        assertThat(ofSecond.getLast()).hasSize(2);
        assertThat(all.addAll(ofSecond.getLast())).isTrue();
        assertThat(all).hasSize(PARTITIONS);
    }

    @Test
    void what_could_not_be_read_is_read_in_the_next_round() {
        var read = new CopyOnWriteArrayList<Set<Integer>>();
        var share = share(partitions -> {
            read.add(partitions);
            return read.size() == 1 ? Future.failedFuture("no time for that") : Future.succeededFuture();
        });

        var failure = catchThrowable(() -> on(share::turn));
        on(share::turn);
        on(share::turn);

        assertThat(failure).hasMessage("no time for that");
        assertThat(read).containsExactly(Set.of(0, 1, 2, 3), Set.of(0, 1, 2, 3));
    }

    @Test
    void nobody_gets_a_partition_before_its_reader_has_ended_reading_it() {
        var ofFirst = new CopyOnWriteArrayList<Set<Integer>>();
        var ofSecond = new CopyOnWriteArrayList<Set<Integer>>();
        var first = share(partitions -> {
            ofFirst.add(partitions);
            return ofFirst.size() == 2 ? Future.failedFuture("it goes on") : Future.succeededFuture();
        });
        var second = share(reading(ofSecond));
        on(first::turn);
        on(second::turn);

        var failure = catchThrowable(() -> on(first::turn));
        on(second::turn);
        var early = List.copyOf(ofSecond);
        on(first::turn);
        on(second::turn);

        assertThat(failure).hasMessage("it goes on");
        assertThat(early).allMatch(Set::isEmpty);
        assertThat(ofSecond.getLast()).hasSize(2).doesNotContainAnyElementsOf(ofFirst.getLast());
    }

    @Test
    void rounds_that_overlap_take_each_partition_once_so_that_others_get_their_share() {
        var ofFirst = new CopyOnWriteArrayList<Set<Integer>>();
        var ofSecond = new CopyOnWriteArrayList<Set<Integer>>();
        var first = share(reading(ofFirst));
        var second = share(reading(ofSecond));

        on(() -> Future.join(first.turn(), first.turn(), first.turn()).mapEmpty());
        on(() -> Future.join(first.turn(), first.turn()).mapEmpty());
        assertThat(ofFirst).containsExactly(Set.of(0, 1, 2, 3));
        assertThat(first.partitionsRead()).isEqualTo(PARTITIONS);
        on(second::turn);
        on(first::turn);
        on(second::turn);

        assertThat(ofFirst.getLast()).hasSize(2);
        assertThat(ofSecond.getLast()).hasSize(2).doesNotContainAnyElementsOf(ofFirst.getLast());
        assertThat(second.partitionsRead()).isEqualTo(2);
    }

    @Test
    void a_reader_whose_session_lacked_a_lock_begins_again_so_that_partitions_are_shared_evenly() {
        var ofFirst = new CopyOnWriteArrayList<Set<Integer>>();
        var ofSecond = new CopyOnWriteArrayList<Set<Integer>>();
        var first = share(reading(ofFirst));
        var second = share(reading(ofSecond));
        withoutLocks(Set.of(0, 3), () -> on(first::turn));
        on(second::turn);
        var both = List.of(ofFirst.getLast(), ofSecond.getLast());

        RepeatedCheck.within(SOON, () -> {
            on(first::turn);
            on(second::turn);
            assertThat(Stream.concat(ofFirst.getLast().stream(), ofSecond.getLast().stream()))
                    .containsExactlyInAnyOrder(0, 1, 2, 3);
        });

        assertThat(both).containsExactly(Set.of(0, 1, 2, 3), Set.of(0, 3));
        assertThat(ofFirst).contains(Set.of());
    }

    @Test
    void a_reader_whose_question_the_server_refuses_goes_on_reading_what_it_has() {
        var read = new CopyOnWriteArrayList<Set<Integer>>();
        var share = share(reading(read));
        on(share::turn);

        owner().execute("REVOKE SELECT ON pg_catalog.pg_locks FROM PUBLIC");
        var refused = catchThrowable(() -> on(share::turn));
        owner().execute("GRANT SELECT ON pg_catalog.pg_locks TO PUBLIC");
        on(share::turn);

        assertThat(refused).isNotNull();
        assertThat(read).containsExactly(Set.of(0, 1, 2, 3));
    }

    private static OwnerSql owner() {
        return new OwnerSql(settings.jdbcUrl(), settings.user(), settings.password());
    }

    /** Sessions that begin meanwhile are told that they have the locks of these partitions, and do not have them. */
    private static void withoutLocks(Set<Integer> partitions, Runnable step) {
        var sql = owner();
        var wrong = partitions.stream().map(String::valueOf).collect(Collectors.joining(", "));
        sql.execute("""
                CREATE SCHEMA wrong;
                GRANT USAGE ON SCHEMA wrong TO tollgate_meter;
                CREATE FUNCTION wrong.pg_try_advisory_lock(lock_class integer, n integer) RETURNS boolean
                    LANGUAGE plpgsql AS $$
                BEGIN
                    RETURN n IN (%s) OR pg_catalog.pg_try_advisory_lock(lock_class, n);
                END $$;
                ALTER DATABASE %s SET search_path = wrong, pg_catalog, public;
                """.formatted(wrong, settings.database()));
        step.run();
        sql.execute("ALTER DATABASE %s RESET search_path".formatted(settings.database()));
    }

    private PartitionAssignment share(Function<Set<Integer>, Future<Void>> changed) {
        var share = new PartitionAssignment(vertx, settings, PARTY, changed);
        opened.add(share);
        return share;
    }

    private static Function<Set<Integer>, Future<Void>> reading(List<Set<Integer>> read) {
        return partitions -> {
            read.add(partitions);
            return Future.succeededFuture();
        };
    }

    private static void on(Supplier<Future<Void>> step) {
        await(Future.<Void>future(promise -> loop.runOnContext(_ -> step.get().onComplete(promise))));
    }
}
