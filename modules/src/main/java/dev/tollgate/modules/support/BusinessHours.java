package dev.tollgate.modules.support;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The times at which a queue is open, and durations that count those times only. A bound of an interval that a change
 * of the clocks skips is the moment of the change; one that occurs twice is the earlier one. Pure.
 */
final class BusinessHours {

    /** More than the days in which five hours a week, on 200 holidays none, come to the longest target. */
    static final int DAYS_MAX = 2_500;

    /** The longest target: more than this is not counted. */
    static final Duration COUNTED_MAX = Duration.ofMinutes(SlaTarget.MINUTES_MAX);

    private static final Interval WHOLE_DAY = new Interval(DayOfWeek.MONDAY, "00:00", "24:00");

    private final ZoneId zone;
    private final Map<DayOfWeek, List<Interval>> week = new EnumMap<>(DayOfWeek.class);
    private final Set<LocalDate> holidays;

    /** Open in these intervals, which do not overlap, but for holidays; without any, all day. */
    BusinessHours(ZoneId zone, List<Interval> intervals, Set<LocalDate> holidays) {
        this.zone = zone;
        this.holidays = Set.copyOf(holidays);
        for (var day : DayOfWeek.values()) {
            week.put(
                    day,
                    intervals.isEmpty()
                            ? List.of(WHOLE_DAY)
                            : intervals.stream()
                                    .filter(interval -> interval.day() == day)
                                    .sorted(Comparator.comparingInt(Interval::fromMinute))
                                    .toList());
        }
    }

    /** The first moment at which so much time has been open since the given one. */
    Instant plus(Instant from, Duration open) {
        if (!open.isPositive()) {
            return from;
        }
        var left = open;
        var day = from.atZone(zone).toLocalDate();
        for (int days = 0; days <= DAYS_MAX; days++) {
            for (var interval : intervals(day)) {
                var opens = later(bound(day, interval.fromMinute()), from);
                var length = Duration.between(opens, bound(day, interval.toMinute()));
                if (length.compareTo(left) >= 0) {
                    return opens.plus(left);
                }
                left = length.isPositive() ? left.minus(length) : left;
            }
            day = day.plusDays(1);
        }
        throw new IllegalStateException(open + " is not open within " + DAYS_MAX + " days");
    }

    /** How much of the time between two moments is open; counted up to {@link #COUNTED_MAX}. */
    Duration between(Instant from, Instant to) {
        var open = Duration.ZERO;
        var day = from.atZone(zone).toLocalDate();
        while (bound(day, 0).isBefore(to) && open.compareTo(COUNTED_MAX) < 0) {
            for (var interval : intervals(day)) {
                var opens = later(bound(day, interval.fromMinute()), from);
                var closes = earlier(bound(day, interval.toMinute()), to);
                open = closes.isAfter(opens) ? open.plus(Duration.between(opens, closes)) : open;
            }
            day = day.plusDays(1);
        }
        return open;
    }

    private List<Interval> intervals(LocalDate day) {
        return holidays.contains(day) ? List.of() : week.getOrDefault(day.getDayOfWeek(), List.of());
    }

    private Instant bound(LocalDate day, int minute) {
        var local = day.atStartOfDay().plusMinutes(minute);
        var change = zone.getRules().getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.atZone(zone).toInstant();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
