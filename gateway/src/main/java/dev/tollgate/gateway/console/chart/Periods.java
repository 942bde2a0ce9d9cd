package dev.tollgate.gateway.console.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/** The days or hours of a figure, by their ISO texts. */
final class Periods {

    /** A figure has at least so many, so that one amount alone is not as wide as all. */
    private static final int DAYS_MIN = 14;

    private static final int HOURS_MIN = 24;

    /** Longer spans keep their gaps. */
    private static final int PERIODS_MAX = 400;

    private static final int DAY_CHARS = 10;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private Periods() {}

    /** These periods in order, and those between and before them; only these where they are no days or hours. */
    static List<String> withoutGaps(List<String> some) {
        var sorted = some.stream().distinct().sorted().toList();
        if (sorted.isEmpty()) {
            return sorted;
        }
        var isDay = sorted.getFirst().length() == DAY_CHARS;
        var unit = isDay ? ChronoUnit.DAYS : ChronoUnit.HOURS;
        var first = start(sorted.getFirst());
        var last = start(sorted.getLast());
        if (first.isEmpty() || last.isEmpty()) {
            return sorted;
        }
        long steps = Math.max(unit.between(first.get(), last.get()), (isDay ? DAYS_MIN : HOURS_MIN) - 1L);
        return steps >= PERIODS_MAX
                ? sorted
                : LongStream.rangeClosed(0, steps)
                        .mapToObj(step -> last.get().minus(Duration.of(steps - step, unit)))
                        .map(start -> isDay ? start.toString().substring(0, DAY_CHARS) : start.toString())
                        .toList();
    }

    /** {@code 2026-11-28} reads "28 Nov", an hour of that day "09:00", and its first hour "28 Nov". */
    static String label(String period) {
        return start(period)
                .map(start -> start.atZone(ZoneOffset.UTC))
                .map(start -> (start.getHour() == 0 ? DAY : HOUR).format(start))
                .orElse(period);
    }

    private static Optional<Instant> start(String period) {
        try {
            return Optional.of(
                    period.length() == DAY_CHARS
                            ? LocalDate.parse(period)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()
                            : Instant.parse(period));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }
}
