package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.money.budget.BudgetFigures;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetOwner;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.copy.AccountFunctions.Published;
import dev.tollgate.money.copy.BudgetCopy;
import dev.tollgate.money.copy.BudgetFunctions;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The copy of a budget under the real functions. */
class BudgetCopyTest {

    private static final int HOLDS = 90;
    private static final int ADMITTED = 0;
    private static final int SPENT = 8;
    private static BudgetWorld world;

    private final TenantId tenant = world.bench.account(MoneyBench.LARGE);
    private final BudgetKey key = new BudgetKey(tenant, UUID.randomUUID());
    private final BudgetFunctions functions = new BudgetFunctions(world.bench.functions);

    @BeforeAll
    static void open() {
        world = new BudgetWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private void set(long micros) {
        var owner = new BudgetOwner(key, new WorkspaceId(new UUID(0, 1)), BudgetOwner.Kind.API_KEY, "key_1");
        var limit = new BudgetLimit(micros, BudgetPeriod.TOTAL);
        world.bench.asTenant(
                tenant, transaction -> new Budgets(world.bench.accounts, world::now).set(transaction, owner, limit));
        world.bench.awaited(() -> world.bench.copies.budgets().publish(RowSecurityContext.of(key.tenant()), key));
    }

    private BudgetCopy copy() {
        return world.bench
                .awaited(() -> functions.read(List.of(key)))
                .getFirst()
                .orElseThrow();
    }

    private Published publish(BudgetFigures figures) {
        return world.bench
                .awaited(() -> functions.publish(List.of(new BudgetFunctions.Publication(key, figures))))
                .getFirst();
    }

    @Test
    void what_is_held_in_merged_buckets_still_counts() {
        set(HOLDS + 10);
        for (int one = 0; one < HOLDS; one++) {
            assertThat(world.hold(key, 1)[0]).isEqualTo(ADMITTED);
            world.pass(Duration.ofSeconds(11));
        }

        var merged = copy();
        var rest = world.hold(key, 10);
        var more = world.hold(key, 1);

        assertThat(merged.held().size()).isLessThan(HOLDS);
        assertThat(merged.openMicros(0)).isEqualTo(HOLDS);
        assertThat(rest[0]).isEqualTo(ADMITTED);
        assertThat(more[0]).isEqualTo(SPENT);
    }

    @Test
    void a_publish_never_takes_a_close_back() {
        set(100);
        var now = copy().figures();

        var ahead = publish(new BudgetFigures(
                now.seq() + 1, now.inc(), now.closed() - 1, now.starts(), now.turn(), now.end(), 1_000, 1_000));

        assertThat(ahead).isEqualTo(Published.AHEAD);
        assertThat(copy().figures()).isEqualTo(now);
    }

    @Test
    void a_publish_of_another_incarnation_makes_no_copy() {
        set(100);
        var now = copy().figures();
        world.bench.redis.must("DEL", '{' + tenant.text() + "}:budget:" + key.id());

        var other = publish(new BudgetFigures(
                now.seq(),
                now.inc() + 1,
                now.closed(),
                now.starts(),
                now.turn(),
                now.end(),
                now.left(),
                now.nextLeft()));

        assertThat(other).isEqualTo(Published.NO_COPY);
        assertThat(world.bench.awaited(() -> functions.read(List.of(key))).getFirst())
                .isEmpty();
    }
}
