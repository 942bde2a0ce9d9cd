package dev.tollgate.runtime.postgres;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.RepeatedCheck;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Insertions that wait for the only connection, and for how long others join them. */
class InsertionGroupsTest extends InsertTests {

    private static final Duration JOINED_MAX = Duration.ofMillis(200);

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Database single = Database.open(
            vertx, settings, DatabaseRole.APP, 1, () -> CLOCK.instant().plus(ahead.get()));
    private final Promise<Void> free = Promise.promise();

    @AfterEach
    void close() {
        free.tryComplete();
        await(single.close());
    }

    @Test
    void an_insertion_does_not_join_those_that_have_waited_for_200_ms() {
        var busy = single.transaction(RowSecurityContext.NONE, soon(), _ -> free.future());
        var waits = insert(name);
        await(aTurn());
        pass(JOINED_MAX);

        var late = insert(name + "late");
        await(aTurn());
        free.complete();
        await(Future.all(busy, waits, late));

        assertThat(rows()).isEqualTo(2);
        assertThat(transactions()).isEqualTo(2);
    }

    private Future<Boolean> insert(String row) {
        return single.insert(
                RowSecurityContext.of(tenant), new Insertion(soon(), List.of(first(tenant, row)), null, () -> true));
    }

    /** Completes after a turn of the loop; reads by key have connections of their own. */
    private Future<?> aTurn() {
        return single.readByKey(RowSecurityContext.NONE, "SELECT 1", Tuple.tuple());
    }

    /** By the clock that is passed in and by that of the machine, whichever is asked. */
    private void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        ahead.set(time);
        RepeatedCheck.eventually(() -> System.nanoTime() - until > 0);
    }
}
