package dev.tollgate.money.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.rating.Period;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The arithmetic of a budget. */
class BudgetTest {

    private static final BudgetKey KEY = new BudgetKey(new TenantId(new UUID(1, 1)), new UUID(1, 2));
    private static final long NOON = Period.bucket(Instant.parse("2026-11-28T12:00:00Z"));
    private static final long MIDNIGHT = Period.bucket(Instant.parse("2026-11-29T00:00:00Z"));

    private static Budget of(long micros, BudgetPeriod per) {
        return new Budget(KEY, "key", new BudgetLimit(micros, per), per, 1, 1, 1, NOON - 10, per.startOf(NOON), 0, 0);
    }

    private static BudgetState stateOf(Budget budget, long bucket) {
        return BudgetState.at(budget.limit(), budget.starts(), budget.spent(), bucket);
    }

    private static BudgetCharge charge(long micros, Charge.Hold hold) {
        return new BudgetCharge(KEY.tenant(), "key", micros, hold, 0);
    }

    @Test
    void days_and_months_are_those_of_utc_and_a_total_has_no_end() {
        assertThat(BudgetPeriod.time(BudgetPeriod.DAY.endOf(NOON))).isEqualTo(Instant.parse("2026-11-29T00:00:00Z"));
        assertThat(BudgetPeriod.time(BudgetPeriod.MONTH.endOf(NOON))).isEqualTo(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(BudgetPeriod.time(BudgetPeriod.TOTAL.endOf(NOON))).isNull();
        assertThat(BudgetPeriod.DAY.startOf(MIDNIGHT)).isEqualTo(MIDNIGHT);
        assertThat(BudgetPeriod.DAY.endOf(MIDNIGHT - 1)).isEqualTo(MIDNIGHT);
    }

    @Test
    void a_charge_of_an_open_bucket_changes_nothing_that_redis_has_to_know() {
        var before = of(100, BudgetPeriod.DAY);
        var mutation = new BudgetMutation(before);

        mutation.charge(charge(30, new Charge.Hold(1, NOON, KEY.id())));
        var after = mutation.done();

        assertThat(after.figures().left()).isEqualTo(100);
        assertThat(stateOf(after, NOON).remainingMicros()).isEqualTo(70);
        assertThat(after.seq()).isEqualTo(2);
        assertThat(after.publishSeq()).isEqualTo(1);
        assertThat(mutation.opened()).containsExactly(new Budget.OpenCharges(NOON, 30));
    }

    @Test
    void in_a_later_incarnation_nothing_is_open_and_what_was_spent_stays() {
        var mutation = new BudgetMutation(of(100, BudgetPeriod.DAY));
        mutation.charge(charge(30, new Charge.Hold(1, NOON, KEY.id())));
        var before = mutation.done();

        var raised = before.raised(2);
        var same = raised.raised(1);

        assertThat(raised.inc()).isEqualTo(2);
        assertThat(raised.open()).isZero();
        assertThat(raised.spent()).isEqualTo(30);
        assertThat(raised.figures().left()).isEqualTo(70);
        assertThat(same).isEqualTo(raised);
    }

    @Test
    void a_charge_that_no_copy_holds_is_published_at_once() {
        for (var hold : List.of(
                new Charge.Hold(1, NOON), // held before its gateway knew of the budget
                new Charge.Hold(0, NOON, KEY.id()), // of an incarnation that is lost
                new Charge.Hold(1, NOON - 10, KEY.id()))) { // of a bucket that has closed
            var mutation = new BudgetMutation(of(100, BudgetPeriod.DAY));

            mutation.charge(charge(30, hold));

            assertThat(mutation.done().figures().left()).as(hold.toString()).isEqualTo(70);
            assertThat(mutation.done().publishSeq()).isEqualTo(2);
            assertThat(mutation.opened()).isEmpty();
        }
    }

    @Test
    void a_period_begins_with_its_first_charge_and_one_that_is_over_is_not_charged() {
        var mutation = new BudgetMutation(of(100, BudgetPeriod.DAY));

        mutation.charge(charge(30, new Charge.Hold(1, MIDNIGHT - 1, KEY.id())));
        mutation.charge(charge(50, new Charge.Hold(1, MIDNIGHT, KEY.id())));
        mutation.charge(charge(20, new Charge.Hold(1, MIDNIGHT - 1, KEY.id())));
        var after = mutation.done();

        assertThat(after.starts()).isEqualTo(MIDNIGHT);
        assertThat(after.spent()).isEqualTo(50);
        assertThat(after.figures().left()).isEqualTo(100);
    }

    @Test
    void a_close_takes_what_was_charged_off_and_gives_the_rest_back() {
        var mutation = new BudgetMutation(of(100, BudgetPeriod.DAY));
        mutation.charge(charge(30, new Charge.Hold(1, NOON, KEY.id())));
        var open = mutation.done();

        var closed = open.closedTo(NOON, mutation.opened()).after(open, true);

        assertThat(closed.figures().left()).isEqualTo(70);
        assertThat(closed.open()).isZero();
        assertThat(closed.closed()).isEqualTo(NOON);
        assertThat(closed.publishSeq()).isEqualTo(closed.seq());
    }

    @Test
    void the_period_turns_when_its_last_bucket_closes() {
        var before = of(100, BudgetPeriod.DAY);

        var open = before.closedTo(MIDNIGHT - 2, List.of());
        var turned = before.closedTo(MIDNIGHT - 1, List.of());

        assertThat(open.starts()).isEqualTo(before.starts());
        assertThat(turned.starts()).isEqualTo(MIDNIGHT);
    }

    @Test
    void what_is_left_is_that_of_the_present_period_also_where_nothing_was_charged_in_it() {
        var mutation = new BudgetMutation(of(100, BudgetPeriod.DAY));
        mutation.charge(charge(130, new Charge.Hold(1, NOON)));
        var spent = mutation.done();

        assertThat(stateOf(spent, NOON).remainingMicros()).isZero();
        assertThat(stateOf(spent, MIDNIGHT))
                .isEqualTo(new BudgetState(
                        new BudgetLimit(100, BudgetPeriod.DAY), 0, Instant.parse("2026-11-30T00:00:00Z")));
    }

    @Test
    void a_budget_that_was_removed_limits_nothing() {
        var removed = of(100, BudgetPeriod.TOTAL).limited(null, "key", null, 0, 0);

        assertThat(removed.figures().left()).isGreaterThan(1L << 51);
    }
}
