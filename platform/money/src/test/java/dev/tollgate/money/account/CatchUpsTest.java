package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * However many copies are found outdated, and of whomever, few are caught up at a time, and no tenant waits for
 * another.
 */
class CatchUpsTest {

    private final List<Promise<Void>> running = new ArrayList<>();
    private final CatchUps catchUps = new CatchUps();
    private int tenants;

    private Future<Void> add() {
        return add(tenant(++tenants));
    }

    private static TenantId tenant(int number) {
        return new TenantId(new UUID(0, number));
    }

    private Future<Void> add(TenantId tenant) {
        return catchUps.add(tenant, () -> {
            Promise<Void> step = Promise.promise();
            running.add(step);
            return step.future();
        });
    }

    @Test
    void few_run_a_bounded_number_waits_and_the_others_are_left_for_the_next_call() {
        List<Future<Void>> all = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            all.add(add());
        }
        int begun = running.size();

        for (int i = 0; i < running.size(); i++) {
            running.get(i).complete();
        }

        assertThat(begun).isEqualTo(CatchUps.RUNNING_MAX);
        assertThat(running).hasSize(CatchUps.RUNNING_MAX + CatchUps.WAITING_MAX);
        assertThat(all).allSatisfy(one -> assertThat(one.succeeded()).isTrue());
    }

    @Test
    void a_tenant_with_many_keeps_others_waiting_for_one_of_them() {
        var busy = tenant(-1);
        var ofBusy = Stream.generate(() -> add(busy)).limit(5_000).toList();
        var other = add();

        for (int i = 0; i < CatchUps.RUNNING_MAX; i++) {
            running.get(i).complete();
        }
        running.getLast().complete();

        assertThat(other.succeeded()).isTrue();
        assertThat(ofBusy.stream().filter(one -> !one.isComplete())).hasSize(CatchUps.WAITING_OF_TENANT_MAX);
    }

    @Test
    void one_that_fails_keeps_no_other_waiting() {
        var first = add();
        for (int i = 2; i <= 4; i++) {
            assertThat(add().isComplete()).isFalse();
        }

        running.getFirst().fail("locked");

        assertThat(first.failed()).isTrue();
        assertThat(running).hasSize(CatchUps.RUNNING_MAX + 1);
    }

    @Test
    void one_that_throws_keeps_no_other_waiting() {
        var thrown = Stream.generate(() -> catchUps.add(tenant(1), () -> {
                    throw new IllegalStateException("closed");
                }))
                .limit(CatchUps.RUNNING_MAX)
                .toList();

        var next = catchUps.add(tenant(2), Future::succeededFuture);

        assertThat(thrown).allMatch(Future::failed);
        assertThat(next.succeeded()).isTrue();
    }
}
