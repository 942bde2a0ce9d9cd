package dev.tollgate.modules.bi.query.funnel;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts how far actors come in a funnel. Rows are added by actor and time; memory is that of one actor. Steps are
 * taken at strictly later times, other events between them do not matter, and any first step may begin: for each step
 * the latest begin of those that reached it is kept, since it leaves the most time. Pure.
 */
final class FunnelCount {

    private static final long NEVER = Long.MIN_VALUE;

    /**
     * An event of an actor.
     *
     * @param steps a bit per step that it is
     * @param group of a first step
     */
    record Row(UUID actor, Instant at, int steps, @Nullable String group) {}

    private final long windowMicros;
    private final Instant beginBefore;
    private final long[] begins;
    private final @Nullable String[] groups;
    private final Map<@Nullable String, long[]> reached = new LinkedHashMap<>();
    private @Nullable UUID actor;
    private @Nullable Instant time;
    private int stepsAtTime;
    private @Nullable String groupAtTime;

    /** @param beginBefore first steps at this time or later begin nothing */
    FunnelCount(int steps, Duration window, Instant beginBefore) {
        this.windowMicros = window.toMillis() * MICROS_OF_MILLI;
        this.beginBefore = beginBefore;
        this.begins = new long[steps];
        this.groups = new String[steps];
        Arrays.fill(begins, NEVER);
    }

    private static final long MICROS_OF_MILLI = 1_000;

    void add(Row row) {
        if (!row.actor().equals(actor)) {
            endActor();
            actor = row.actor();
        } else if (!row.at().equals(time)) {
            endTime();
        }
        time = row.at();
        if ((row.steps() & 1) != 0 && (stepsAtTime & 1) == 0) {
            groupAtTime = row.group();
        }
        stepsAtTime |= row.steps();
    }

    /** How many groups have actors so far. */
    int groups() {
        return reached.size();
    }

    /** What was counted, by group: how many actors reached each step. Call it once, after the last row. */
    Map<@Nullable String, long[]> counts() {
        endActor();
        return reached;
    }

    /** Events of one time cannot follow each other: each step looks at what was reached before. */
    private void endTime() {
        if (time == null || stepsAtTime == 0) {
            return;
        }
        long now = micros(time);
        for (int step = begins.length - 1; step > 0; step--) {
            boolean taken = (stepsAtTime & (1 << step)) != 0
                    && begins[step - 1] != NEVER
                    && now - begins[step - 1] <= windowMicros;
            if (taken && begins[step - 1] > begins[step]) {
                begins[step] = begins[step - 1];
                groups[step] = groups[step - 1];
            }
        }
        if ((stepsAtTime & 1) != 0 && time.isBefore(beginBefore)) {
            begins[0] = now;
            groups[0] = groupAtTime;
        }
        stepsAtTime = 0;
        groupAtTime = null;
    }

    private static long micros(Instant at) {
        return Math.addExact(
                Math.multiplyExact(at.getEpochSecond(), MICROS_OF_MILLI * MICROS_OF_MILLI),
                at.getNano() / MICROS_OF_MILLI);
    }

    private void endActor() {
        endTime();
        int deepest = begins.length - 1;
        while (deepest >= 0 && begins[deepest] == NEVER) {
            deepest--;
        }
        if (deepest >= 0) {
            var counts = reached.computeIfAbsent(groups[deepest], _ -> new long[begins.length]);
            for (int step = 0; step <= deepest; step++) {
                counts[step]++;
            }
        }
        Arrays.fill(begins, NEVER);
        Arrays.fill(groups, null);
        time = null;
        stepsAtTime = 0;
    }
}
