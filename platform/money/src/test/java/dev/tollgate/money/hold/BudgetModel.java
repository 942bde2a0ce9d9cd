package dev.tollgate.money.hold;

import dev.tollgate.money.budget.BudgetFigures;
import dev.tollgate.money.copy.BudgetFunctions;

/** A model in Java of the Redis functions for one budget. */
public final class BudgetModel extends StateModel {

    BudgetFigures figures = new BudgetFigures(0, 0, 0, 0, 0, 0, 0, 0);

    /** Whether it is of this incarnation of its account. */
    boolean isCurrent(long ofInc, String currentRun) {
        return isOfRun(currentRun) && inc == ofInc;
    }

    long bucket(long nowMicros) {
        return held.bucket(figures.closed(), nowMicros);
    }

    /** What it leaves for a hold in a bucket. */
    HoldReply.Budgeted left(long bucket, long nowMicros) {
        return bucket < figures.turn()
                ? new HoldReply.Budgeted(
                        figures.left() - held.sum(figures.starts(), figures.turn()),
                        figures.turn(),
                        held.aged(nowMicros),
                        figures.starts())
                : new HoldReply.Budgeted(
                        figures.nextLeft() - held.sum(Math.max(figures.starts(), figures.turn()), Long.MAX_VALUE),
                        figures.end(),
                        held.aged(nowMicros),
                        figures.turn());
    }

    int publish(BudgetFigures newer, CopyModel account, String currentRun) {
        if (!account.isReady(currentRun) || account.inc != newer.inc()) {
            return 0;
        }
        boolean known = isCurrent(newer.inc(), currentRun);
        if (newer.seq() <= (known ? figures.seq() : 0)) {
            return 1;
        }
        if (newer.closed() < (known ? figures.closed() : 0)) {
            return 3;
        }
        if (!known) {
            held.clear();
        }
        present = true;
        run = currentRun;
        inc = newer.inc();
        figures = newer;
        held.forget(newer.closed());
        return 2;
    }

    @Override
    String format() {
        return "B1";
    }

    @Override
    long[] numbers() {
        return BudgetFunctions.arguments(figures).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    @Override
    long closed() {
        return figures.closed();
    }

    @Override
    BudgetModel copy() {
        BudgetModel copy = copiedTo(new BudgetModel());
        copy.figures = figures;
        return copy;
    }
}
