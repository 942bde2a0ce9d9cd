package dev.tollgate.money.hold;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model in Java of the limits per second of one tenant, which Redis keeps beside its copy. */
final class LimitsModel {

    /** When each is whole again, in microseconds, by name. */
    private final Map<String, Long> wholeAt = new HashMap<>();

    /**
     * A call weighed against its limits.
     *
     * @param refused which one refuses, counted from 1; 0 for none
     * @param waitMicros until that one has room
     * @param tightest which one has least left, counted from 1; 0 where there are none
     * @param free calls that it has left
     * @param reset microseconds until it is whole
     * @param interval of a call of it, in microseconds
     * @param later when each is whole again after the call
     */
    record Weighed(
            int refused,
            long waitMicros,
            int tightest,
            long free,
            long reset,
            long interval,
            Map<String, Long> later) {}

    Weighed weighed(List<RateLimit> rates, long now) {
        Map<String, Long> later = new HashMap<>(wholeAt);
        int tightest = 0;
        long free = Long.MAX_VALUE;
        long reset = 0;
        long interval = 0;
        int refused = 0;
        long wait = 0;
        for (int i = 0; i < rates.size(); i++) {
            RateLimit rate = rates.get(i);
            long step = 1_000_000 / rate.perSecond();
            long full = step * rate.perSecond();
            long moved = wholeAt.getOrDefault(rate.name(), 0L);
            long from = moved > now + 2 * full ? now : Math.clamp(moved, now, now + full);
            long calls = (full - (from - now)) / step;
            if (calls < free) {
                tightest = i + 1;
                free = calls;
                reset = from - now;
                interval = step;
            }
            if (calls < 1 && refused == 0) {
                refused = i + 1;
                wait = from - now + step - full;
            }
            later.put(rate.name(), from + step);
        }
        return new Weighed(refused, wait, tightest, rates.isEmpty() ? 0 : free, reset, interval, later);
    }

    void take(Weighed weighed) {
        wholeAt.putAll(weighed.later());
    }
}
