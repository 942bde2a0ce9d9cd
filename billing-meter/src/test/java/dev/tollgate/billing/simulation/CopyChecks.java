package dev.tollgate.billing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.budget.BudgetFigures;
import dev.tollgate.money.copy.AccountCopy;
import dev.tollgate.money.hold.SimulatedRedis;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What must be true of the copies at the primary at every moment: one that has seen what it had to see never leaves
 * more than its row does without what is held, and none goes back.
 */
final class CopyChecks {

    /** Of a copy: what it is of, where it lies, and its incarnation. */
    private record Copy(String of, SimulatedRedis at, long inc) {}

    private final SimulatedWorld world;
    private final SimulatedAccount account;
    private final Map<Copy, Long> newest = new HashMap<>();

    CopyChecks(SimulatedWorld world, SimulatedAccount account) {
        this.world = world;
        this.account = account;
    }

    void check(SimulatedRedis server) {
        server.copy(world.tenant).ifPresent(copy -> {
            goesOn(
                    new Copy("account", server, copy.figures().inc()),
                    copy.figures().seq());
            checkAccount(copy);
        });
        server.copy(account.budgetKey).ifPresent(copy -> {
            var figures = copy.figures();
            goesOn(new Copy("budget", server, figures.inc()), figures.seq());
            checkBudget(figures, copy.openMicros(figures.starts()));
        });
    }

    private void goesOn(Copy copy, long seq) {
        assertThat(seq)
                .as("sequence of the copy of the %s", copy.of())
                .isGreaterThanOrEqualTo(newest.getOrDefault(copy, 0L));
        newest.put(copy, seq);
    }

    /** While nothing is held in the next month: there the formula is another. */
    private void checkAccount(AccountCopy copy) {
        var row = account.row;
        var figures = copy.figures();
        boolean comparable = figures.inc() == row.revision().inc()
                && figures.seq() >= row.revision().publishSeq()
                && (copy.held().isEmpty() || copy.held().lastKey() < figures.turn());
        if (comparable) {
            long open = held(row.revision().inc(), row.closed())
                    .mapToLong(SimulatedCall::used)
                    .sum();
            assertThat(copy.leftMicros())
                    .as("left by the copy")
                    .isLessThanOrEqualTo(row.month().includedLeft() + row.prepaidLeft() - open);
            assertThat(figures.capLeft() - copy.openMicros())
                    .as("left of the cap by the copy")
                    .isLessThanOrEqualTo(row.month().capLeft() - open);
        }
    }

    private void checkBudget(BudgetFigures figures, long heldMicros) {
        var row = account.budget;
        if (row.limit() != null
                && figures.inc() == row.inc()
                && figures.seq() >= row.publishSeq()
                && figures.starts() == row.starts()) {
            long open = held(row.inc(), row.closed())
                    .filter(call -> call.hold.budget() != null && call.hold.bucket() >= figures.starts())
                    .mapToLong(SimulatedCall::used)
                    .sum();
            assertThat(figures.left() - heldMicros)
                    .as("left by the copy of the budget")
                    .isLessThanOrEqualTo(row.limit().micros() - row.spent() - open);
        }
    }

    /** Calls that may still be charged in an open bucket of this incarnation. */
    private Stream<SimulatedCall> held(long inc, long closed) {
        return account.calls.stream()
                .filter(SimulatedCall::isOpen)
                .filter(call -> call.hold.inc() == inc && call.hold.bucket() > closed);
    }
}
