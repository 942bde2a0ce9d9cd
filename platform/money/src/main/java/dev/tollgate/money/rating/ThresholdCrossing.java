package dev.tollgate.money.rating;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A threshold that a change of an account crossed. Percentages are reported once per month, exhaustion and recovery
 * whenever they alternate; the reporter stores what it reported last, and drops repetitions.
 */
public sealed interface ThresholdCrossing {

    /** Percentages of included usage and of the cap that are reported. */
    List<Integer> PERCENTS = List.of(50, 80, 100);

    /** The month's use of included usage reached this percentage. */
    record OfIncluded(Period period, int percent) implements ThresholdCrossing {}

    /** The month's spend reached this percentage of the cap. */
    record OfCap(Period period, int percent) implements ThresholdCrossing {}

    /** The balance is below the smallest price. */
    record Exhausted(Period period) implements ThresholdCrossing {}

    /** The balance is at or above the smallest price again. */
    record Recovered(Period period) implements ThresholdCrossing {}

    /**
     * The thresholds crossed between two states of one account. An account that stays exhausted is reported again: the
     * smallest price may have risen since.
     *
     * @param smallestMicros the smallest price above 0
     */
    static List<ThresholdCrossing> between(Account before, Account after, long smallestMicros) {
        List<ThresholdCrossing> crossings = new ArrayList<>();
        percents(before, after.month(), crossings);
        percents(before, after.next(), crossings);
        if (after.balanceMicros() < smallestMicros) {
            crossings.add(new Exhausted(after.month().period()));
        } else if (before.balanceMicros() < smallestMicros) {
            crossings.add(new Recovered(after.month().period()));
        }
        return crossings;
    }

    /**
     * Every threshold that an account is beyond, however it got there.
     *
     * @param smallestMicros the smallest price above 0
     */
    static List<ThresholdCrossing> standing(Account account, long smallestMicros) {
        List<ThresholdCrossing> crossings = new ArrayList<>();
        percents(account.month(), null, crossings);
        percents(account.next(), null, crossings);
        Period period = account.month().period();
        crossings.add(account.balanceMicros() < smallestMicros ? new Exhausted(period) : new Recovered(period));
        return crossings;
    }

    private static void percents(Account before, Month now, List<ThresholdCrossing> crossings) {
        Month then = before.next().period().equals(now.period()) ? before.next() : before.month();
        percents(now, then.period().equals(now.period()) ? then : null, crossings);
    }

    /** @param then the same month before; null where nothing is known of it */
    private static void percents(Month now, @Nullable Month then, List<ThresholdCrossing> crossings) {
        for (int percent : PERCENTS) {
            if (reached(now.drawn(), now.included(), percent)
                    && !(then != null && reached(then.drawn(), then.included(), percent))) {
                crossings.add(new OfIncluded(now.period(), percent));
            }
            if (reached(now.spent(), now.cap(), percent)
                    && !(then != null && reached(then.spent(), then.cap(), percent))) {
                crossings.add(new OfCap(now.period(), percent));
            }
        }
    }

    private static boolean reached(long used, long of, int percent) {
        return of > 0 && used >= Math.ceilDiv(Math.multiplyExact(of, percent), 100L);
    }
}
