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
    private final Map<DayOfWeek, Duration> openTimes = new EnumMap<>(DayOfWeek.class);
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
            openTimes.put(day, length(week.get(day)));
        }
    }

    private static Duration length(List<Interval> intervals) {
        return Duration.ofMinutes(intervals.stream()
                .mapToLong(interval -> interval.toMinute() - interval.fromMinute())
                .sum());
    }

    /** The first moment at which so much time has been open since the given one. */
    Instant plus(Instant from, Duration open) {
        if (!open.isPositive()) {
            return from;
        }
        var left = open;
        var day = from.atZone(zone).toLocalDate();
        var clocks = new Clocks(day);
        for (int days = 0; days <= DAYS_MAX; days++) {
            if (days > 0 && clocks.isSteady(day) && open(day).compareTo(left) < 0) {
                left = left.minus(open(day));
                day = day.plusDays(1);
                continue;
            }
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
        var clocks = new Clocks(day);
        var first = day;
        var last = to.atZone(zone).toLocalDate();
        var end = last.plusDays(1); // clocks that are set back over midnight leave the next day once more
        while (!day.isAfter(end) && open.compareTo(COUNTED_MAX) < 0) {
            if (day.isAfter(first) && day.isBefore(last) && clocks.isSteady(day)) {
                open = open.plus(open(day));
                day = day.plusDays(1);
                continue;
            }
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

    /** How long it is open on a day without a change of the clocks. */
    private Duration open(LocalDate day) {
        return holidays.contains(day) ? Duration.ZERO : openTimes.getOrDefault(day.getDayOfWeek(), Duration.ZERO);
    }

    /** Knows days, asked for one after the other, on which no bound is moved by a change of the clocks. */
    private final class Clocks {

        /** A change reaches at most two days after the first that it moves a bound of. */
        private static final int REACH_DAYS = 2;

        private LocalDate change;

        Clocks(LocalDate first) {
            change = changeNear(first);
        }

        boolean isSteady(LocalDate day) {
            if (day.minusDays(REACH_DAYS).isAfter(change)) {
                change = changeNear(day);
            }
            return day.isBefore(change);
        }

        /** The first day of the next change that may reach this day, or a later one. */
        private LocalDate changeNear(LocalDate day) {
            var next = zone.getRules()
                    .nextTransition(day.minusDays(REACH_DAYS).atStartOfDay(zone).toInstant());
            if (next == null) {
                return LocalDate.MAX;
            }
            var before = next.getDateTimeBefore().toLocalDate();
            var after = next.getDateTimeAfter().toLocalDate();
            return before.isBefore(after) ? before : after;
        }
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
