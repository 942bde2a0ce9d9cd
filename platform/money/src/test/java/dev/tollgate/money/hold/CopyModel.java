package dev.tollgate.money.hold;

import dev.tollgate.money.hold.FunctionsOperation.Entry;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.PublishedFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model in Java of the Redis functions for one account. */
public final class CopyModel extends StateModel {

    private static final int FULL = 7;
    private static final HoldReply.Budgeted NOT_WEIGHED = new HoldReply.Budgeted(0, 0, 0, 0);

    long seq;
    private boolean ready;
    private long made;
    private PublishedFigures figures = stubOf(0);

    boolean isReady(String currentRun) {
        return isOfRun(currentRun) && ready;
    }

    /** The verdict on one call; a test compares every number of it. */
    HoldReply hold(Entry entry, LimitsModel limits, @Nullable BudgetModel budget, FunctionsClock clock) {
        HoldReply.Budgeted none = budget == null ? null : NOT_WEIGHED;
        if (!isReady(clock.run())) {
            return new HoldReply(HoldReply.LOST, 0, 0, 0, 0, 0, 0, 0, 0, clock.millis(), none);
        }
        long bucket = held.bucket(figures.closed(), clock.micros());
        long aged = held.aged(clock.micros());
        if (budget != null) {
            if (!budget.isCurrent(inc, clock.run())) {
                return new HoldReply(HoldReply.BUDGET_LOST, inc, bucket, 0, 0, aged, 0, 0, 0, clock.millis(), none);
            }
            bucket = Math.max(bucket, budget.bucket(clock.micros()));
        }
        boolean over = figures.validUntilMillis() > 0 && clock.micros() >= figures.validUntilMillis() * 1_000;
        if (bucket >= figures.end() || over) {
            return new HoldReply(HoldReply.PASSED, inc, bucket, 0, 0, 0, 0, 0, 0, clock.millis(), none);
        }
        if (budget != null && bucket >= budget.figures.end()) {
            return new HoldReply(HoldReply.BUDGET_PASSED, inc, bucket, 0, 0, aged, 0, 0, 0, clock.millis(), none);
        }
        HoldReply.Budgeted rest = budget == null ? null : budget.left(bucket, clock.micros());
        HoldReply base = new HoldReply(0, inc, bucket, left(bucket), room(bucket), aged, 0, 0, 0, clock.millis(), rest);
        LimitsModel.Weighed weighed = limits.weighed(entry.rates(), clock.micros());
        int code = code(entry.cost(), weighed, budget, base);
        if (code == HoldReply.ADMITTED) {
            held.take(bucket, entry.cost());
            limits.take(weighed);
            if (budget != null) {
                budget.held.take(bucket, entry.cost());
            }
        }
        return reply(base, code, weighed, entry.cost());
    }

    private long left(long bucket) {
        long old = held.sum(0, figures.turn());
        long young = held.sum(figures.turn(), Long.MAX_VALUE);
        return bucket < figures.turn()
                ? figures.included() + figures.prepaid() - old - young
                : figures.nextIncluded() + figures.prepaid() - Math.max(0, old - figures.included()) - young;
    }

    private long room(long bucket) {
        return bucket < figures.turn()
                ? figures.capLeft() - held.sum(0, Long.MAX_VALUE)
                : figures.nextCap() - held.sum(figures.turn(), Long.MAX_VALUE);
    }

    private int code(long cost, LimitsModel.Weighed weighed, @Nullable BudgetModel budget, HoldReply base) {
        Enforcement enforcement = figures.enforcement();
        if (weighed.refused() > 0) {
            return HoldReply.RATE;
        }
        if (enforcement == Enforcement.PAUSED) {
            return HoldReply.PAUSED;
        }
        if (enforcement == Enforcement.ENFORCE && base.room() < cost) {
            return HoldReply.CAP;
        }
        if (enforcement == Enforcement.ENFORCE && base.left() < cost) {
            return HoldReply.BALANCE;
        }
        if (base.budget() != null && base.budget().left() < cost) {
            return HoldReply.BUDGET_SPENT;
        }
        boolean full = held.isFull(base.bucket()) || (budget != null && budget.held.isFull(base.bucket()));
        return full ? FULL : HoldReply.ADMITTED;
    }

    private static HoldReply reply(HoldReply base, int code, LimitsModel.Weighed weighed, long cost) {
        boolean paid = code == HoldReply.ADMITTED;
        long taken = paid ? cost : 0;
        boolean limited = weighed.tightest() > 0;
        boolean late = code == HoldReply.RATE;
        return new HoldReply(
                code,
                base.inc(),
                base.bucket(),
                base.left() - taken,
                base.room() - taken,
                base.aged(),
                late ? weighed.refused() : weighed.tightest(),
                late ? 0 : weighed.free() - (paid && limited ? 1 : 0),
                weighed.reset() + (paid ? weighed.interval() : 0),
                late ? weighed.waitMicros() : base.extra(),
                base.budget() == null ? null : reply(base.budget(), base.bucket(), taken));
    }

    /** What is held before the period of a budget does not count. */
    private static HoldReply.Budgeted reply(HoldReply.Budgeted rest, long bucket, long taken) {
        long left = bucket >= rest.starts() ? rest.left() - taken : rest.left();
        return new HoldReply.Budgeted(left, rest.ends(), rest.aged(), rest.starts());
    }

    /** Incarnation and age in milliseconds of the stub that waits; 0 for a current copy, -1 for none. */
    List<Long> prepare(long n, FunctionsClock clock) {
        if (isOfRun(clock.run())) {
            return ready ? List.of(0L, 0L) : List.of(inc, Math.max(0, clock.millis() - made));
        }
        if (n == 0) {
            return List.of(-1L, 0L);
        }
        present = true;
        run = clock.run();
        seq = 0;
        inc = n;
        ready = false;
        made = clock.millis();
        figures = stubOf(n);
        held.clear();
        return List.of(n, 0L);
    }

    private static PublishedFigures stubOf(long n) {
        return new PublishedFigures(0, n, 0, 0, 0, 0, 0, 0, 0, 0, Enforcement.ENFORCE, 0);
    }

    int publish(PublishedFigures newer) {
        if (!present || inc > newer.inc()) {
            return 0;
        }
        if (inc < newer.inc()) {
            lose();
            return 0;
        }
        if (newer.seq() <= seq) {
            return 1;
        }
        if (newer.closed() < closed()) {
            return 3;
        }
        seq = newer.seq();
        ready = true;
        figures = newer;
        held.forget(newer.closed());
        return 2;
    }

    @Override
    String format() {
        return "A2";
    }

    @Override
    long[] numbers() {
        return new long[] {
            seq,
            inc,
            ready ? 1 : 0,
            made,
            figures.closed(),
            figures.turn(),
            figures.end(),
            figures.included(),
            figures.prepaid(),
            figures.capLeft(),
            figures.nextIncluded(),
            figures.nextCap(),
            figures.enforcement().code(),
            figures.validUntilMillis()
        };
    }

    @Override
    long closed() {
        return figures.closed();
    }

    @Override
    CopyModel copy() {
        CopyModel copy = copiedTo(new CopyModel());
        copy.seq = seq;
        copy.ready = ready;
        copy.made = made;
        copy.figures = figures;
        return copy;
    }
}
