package dev.tollgate.billing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.budget.Budget;
import dev.tollgate.money.hold.SimulatedRedis;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.Period;
import java.util.List;
import java.util.UUID;

/** What must be true in quiet: everything is booked once, nothing is held, and copies say what rows say. */
final class SettledAccount {

    /** By cap, balance and budget. */
    private static final List<Integer> REFUSALS = List.of(3, 4, 8);

    private final SimulatedWorld world;
    private final SimulatedAccount account;
    private final SimulatedRedis server;
    private final Account row;
    private final Budget budget;

    /** @param server the primary */
    SettledAccount(SimulatedWorld world, SimulatedAccount account, SimulatedRedis server) {
        this.world = world;
        this.account = account;
        this.server = server;
        this.row = account.row;
        this.budget = account.budget == null || account.budget.limit() == null ? null : account.budget;
    }

    void check() {
        checkEvents();
        checkCopy();
        if (budget != null) {
            checkBudget();
        }
        assertThat(world.drifts(server)).as("drift").isEmpty();
        checkRest();
    }

    private void checkEvents() {
        assertThat(account.calls).as("calls").noneMatch(SimulatedCall::isOpen);
        var durable = account.calls.stream().filter(SimulatedCall::isDurable).toList();
        assertThat(account.booked())
                .as("booked events")
                .containsExactlyInAnyOrderElementsOf(
                        durable.stream().map(call -> call.event).toList());
        assertThat(account.charged)
                .as("the spend is the sum of the events")
                .isEqualTo(durable.stream().mapToLong(SimulatedCall::used).sum());
    }

    private void checkCopy() {
        var copy = server.copy(world.tenant);
        assertThat(copy).as("the copy is current").isPresent();
        assertThat(copy.get().held()).as("what is held").isEmpty();
        assertThat(copy.get().leftMicros()).as("left").isEqualTo(row.month().includedLeft() + row.prepaidLeft());
        assertThat(copy.get().figures().capLeft())
                .as("left of the cap")
                .isEqualTo(row.month().capLeft());
    }

    private void checkBudget() {
        var period = budget.per();
        assertThat(budget.open()).as("open of the budget").isZero();
        assertThat(budget.spent())
                .as("spent of the budget")
                .isEqualTo(account.calls.stream()
                        .filter(call -> call.limited && call.isDurable())
                        .filter(call -> period.startOf(call.hold.bucket()) == budget.starts())
                        .mapToLong(SimulatedCall::used)
                        .sum());
        var copy = server.copy(account.budgetKey).orElseThrow();
        assertThat(copy.held()).as("what is held of the budget").isEmpty();
        assertThat(copy.figures().left())
                .as("left of the budget")
                .isEqualTo(budget.limit().micros() - budget.spent());
    }

    /** Exactly the rest is admitted: first of the budget, then of money and cap. */
    private void checkRest() {
        var now = world.clocks.now(server);
        if (!Period.of(now).equals(row.month().period())) {
            return; // the row turns when the last bucket of its month has closed
        }
        long left = Math.max(0, row.balanceMicros());
        if (budget != null) {
            boolean present = budget.per().startOf(Period.bucket(now)) <= budget.starts();
            long rest = Math.max(0, budget.limit().micros() - (present ? budget.spent() : 0));
            left -= admits(account.budgetKey.id(), Math.min(left, rest));
        }
        var _ = admits(null, left);
    }

    private long admits(UUID ofBudget, long rest) {
        if (rest > 0) {
            assertThat(server.hold(world.tenant, ofBudget, rest).code())
                    .as("the verdict on a rest of %d", rest)
                    .isZero();
        }
        assertThat(server.hold(world.tenant, ofBudget, 1).code())
                .as("the verdict on one more than %d", rest)
                .isIn(REFUSALS);
        return rest;
    }
}
