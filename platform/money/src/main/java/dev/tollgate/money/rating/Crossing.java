package dev.tollgate.money.rating;

import java.util.ArrayList;
import java.util.List;

/** A line an account crossed with a change. Told once per month: who tells it remembers. */
public sealed interface Crossing {

    /** Percents of included usage and of the cap that are worth telling. */
    List<Integer> PERCENTS = List.of(50, 80, 100);

    /** So many percent of the month's included usage are drawn. */
    record OfIncluded(Period period, int percent) implements Crossing {}

    /** So many percent of the month's cap are spent. */
    record OfCap(Period period, int percent) implements Crossing {}

    /** Less is left than the smallest price. */
    record Exhausted(Period period) implements Crossing {}

    /** No longer so. */
    record Recovered(Period period) implements Crossing {}

    /**
     * What was crossed between two states of one account.
     *
     * @param smallestMicros the smallest price above 0
     */
    static List<Crossing> between(Account before, Account after, long smallestMicros) {
        List<Crossing> crossings = new ArrayList<>();
        percents(before, after.month(), crossings);
        percents(before, after.next(), crossings);
        boolean was = before.balanceMicros() < smallestMicros;
        boolean is = after.balanceMicros() < smallestMicros;
        if (!was && is) {
            crossings.add(new Exhausted(after.month().period()));
        }
        if (was && !is) {
            crossings.add(new Recovered(after.month().period()));
        }
        return crossings;
    }

    private static void percents(Account before, Month now, List<Crossing> crossings) {
        Month then = before.next().period().equals(now.period()) ? before.next() : before.month();
        boolean same = then.period().equals(now.period());
        for (int percent : PERCENTS) {
            if (reached(now.drawn(), now.included(), percent)
                    && !(same && reached(then.drawn(), then.included(), percent))) {
                crossings.add(new OfIncluded(now.period(), percent));
            }
            if (reached(now.spent(), now.cap(), percent) && !(same && reached(then.spent(), then.cap(), percent))) {
                crossings.add(new OfCap(now.period(), percent));
            }
        }
    }

    private static boolean reached(long used, long of, int percent) {
        return of > 0 && used >= Math.ceilDiv(Math.multiplyExact(of, percent), 100L);
    }
}
