package dev.tollgate.modules.bi.query.grammar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** Length of the buckets of a query, on the clock and calendar of its time zone. */
public enum Grain {
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    /** One bucket. */
    NONE;

    private static final DateTimeFormatter HOURS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mmxxx", Locale.ROOT);
    private static final DateTimeFormatter MONTHS = DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT);
    private static final int MONTHS_OF_QUARTER = 3;

    /** The begin of the bucket that has this time. */
    ZonedDateTime begin(ZonedDateTime time) {
        return switch (this) {
            case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
            case DAY, WEEK, MONTH, QUARTER -> first(time.toLocalDate()).atStartOfDay(time.getZone());
            case NONE -> time;
        };
    }

    /** The begin of the bucket after the one that begins at this time. */
    ZonedDateTime next(ZonedDateTime begin) {
        return switch (this) {
            case HOUR -> nextHour(begin);
            case DAY, WEEK, MONTH, QUARTER ->
                plus(first(begin.toLocalDate()), 1).atStartOfDay(begin.getZone());
            case NONE -> throw new IllegalStateException("one bucket has no next");
        };
    }

    /** The time {@code count} buckets later on the calendar, or earlier if it is negative. */
    public ZonedDateTime plus(ZonedDateTime time, int count) {
        return switch (this) {
            case HOUR -> time.plusHours(count);
            case DAY, WEEK, MONTH, QUARTER -> {
                var moved = plus(time.toLocalDate(), count);
                yield time.toLocalTime().toNanoOfDay() == 0
                        ? moved.atStartOfDay(time.getZone())
                        : moved.atTime(time.toLocalTime()).atZone(time.getZone());
            }
            case NONE -> throw new IllegalStateException("one bucket has no length");
        };
    }

    /** Where clocks change by less than an hour, an hour of the clock is shorter or longer. */
    private static ZonedDateTime nextHour(ZonedDateTime begin) {
        var later = begin.plusHours(1);
        var full = later.truncatedTo(ChronoUnit.HOURS);
        return full.toInstant().isAfter(begin.toInstant()) ? full : later;
    }

    private LocalDate first(LocalDate day) {
        return switch (this) {
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> day.with(IsoFields.DAY_OF_QUARTER, 1);
            case HOUR, DAY, NONE -> day;
        };
    }

    private LocalDate plus(LocalDate day, int count) {
        return switch (this) {
            case WEEK -> day.plusWeeks(count);
            case MONTH -> day.plusMonths(count);
            case QUARTER -> day.plusMonths((long) MONTHS_OF_QUARTER * count);
            case HOUR, DAY, NONE -> day.plusDays(count);
        };
    }

    /** What a bucket is called. */
    String label(ZonedDateTime begin) {
        return switch (this) {
            case HOUR -> HOURS.format(begin);
            case DAY, WEEK -> begin.toLocalDate().toString();
            case MONTH -> MONTHS.format(begin);
            case QUARTER -> begin.getYear() + "-Q" + begin.get(IsoFields.QUARTER_OF_YEAR);
            case NONE -> "all";
        };
    }
}
