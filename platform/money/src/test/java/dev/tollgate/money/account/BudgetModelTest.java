package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.account.BudgetRun.Action;
import dev.tollgate.money.account.BudgetRun.Step;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * A budget under calls of several gateways, releases, leaks, late and repeated publishes, crashes of the meter, nights
 * and changed limits: what is charged and held never exceeds it, and in quiet exactly the rest is admitted. After a
 * loss of Redis no more is overspent than was held and not in the log.
 */
class BudgetModelTest {

    private static final int TRIES = 30;
    private static final int STEPS = 120;
    private static BudgetWorld world;
    private static int admitted;
    private static int refused;
    private static int losses;

    @BeforeContainer
    static void open() {
        world = new BudgetWorld();
    }

    @AfterContainer
    static void close() {
        world.close();
        assertThat(admitted).as("holds").isGreaterThan(TRIES * 10);
        assertThat(refused).as("refusals").isGreaterThan(TRIES * 2);
        assertThat(losses).as("losses of Redis").isPositive();
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void while_redis_keeps_its_data_the_budget_is_kept_to_the_micro(@ForAll("kept") List<Step> steps) {
        run(steps);
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void when_redis_loses_data_the_excess_stays_within_the_loss_bound(@ForAll("lost") List<Step> steps) {
        run(steps);
    }

    private static void run(List<Step> steps) {
        var run = new BudgetRun(world);
        steps.forEach(run::step);
        run.settle();
        admitted += run.admitted;
        refused += run.refused;
        losses += run.losses;
    }

    @Provide
    Arbitrary<List<Step>> kept() {
        return steps(Action.PASS);
    }

    @Provide
    Arbitrary<List<Step>> lost() {
        return steps(Action.FLUSH);
    }

    private static Arbitrary<List<Step>> steps(Action loss) {
        var action = Arbitraries.frequency(
                Tuple.of(30, Action.HOLD),
                Tuple.of(6, Action.RELEASE),
                Tuple.of(12, Action.CHARGE),
                Tuple.of(4, Action.CHARGE_PART),
                Tuple.of(2, Action.CHARGE_UNFLAGGED),
                Tuple.of(3, Action.LEAK),
                Tuple.of(16, Action.BOOK),
                Tuple.of(3, Action.CRASH),
                Tuple.of(6, Action.CLOSE),
                Tuple.of(8, Action.PASS),
                Tuple.of(1, Action.NIGHT),
                Tuple.of(2, Action.LIMIT),
                Tuple.of(3, Action.READ),
                Tuple.of(3, Action.PUBLISH_LATE),
                Tuple.of(2, loss));
        return Combinators.combine(action, Arbitraries.integers().between(0, 99))
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(STEPS);
    }
}
