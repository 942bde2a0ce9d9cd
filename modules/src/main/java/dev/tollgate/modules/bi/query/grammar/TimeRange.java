package dev.tollgate.modules.bi.query.grammar;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The time of a query as it was asked.
 *
 * @param from RFC 3339 time, or a date in the zone; null with {@code lastN}
 * @param lastN so many units up to the end of the present one; 0 where from and to are given
 * @param zone null for the one of the source
 * @param field of a record that is compared; null for the one of the source
 */
public record TimeRange(
        @Nullable String from,
        @Nullable String to,
        int lastN,
        Grain unit,
        Grain grain,
        @Nullable ZoneId zone,
        @Nullable String field) {

    static final int DAYS_MAX = 400;
    public static final int BUCKETS_MAX = 750;

    private static final int ZONE_CHARS_MAX = 64;
    private static final int TIME_CHARS_MAX = 40;

    static TimeRange read(QueryNode node) {
        var _ = node.only("from", "to", "last", "grain", "time_zone", "field");
        int count = 0;
        var unit = Grain.DAY;
        if (node.has("last")) {
            var last = node.object("last").only("n", "unit");
            count = last.integer("n", 1, BUCKETS_MAX, 1);
            unit = last.word("unit", Grain.class, Grain.DAY);
            if (unit == Grain.NONE) {
                last.fault("unit", "must be one of hour, day, week, month, quarter");
                unit = Grain.DAY;
            }
            if (node.has("from") || node.has("to")) {
                node.fault("last", "cannot be combined with from and to");
            }
        } else {
            var _ = node.required("from", TIME_CHARS_MAX);
            var _ = node.required("to", TIME_CHARS_MAX);
        }
        return new TimeRange(
                node.text("from", TIME_CHARS_MAX),
                node.text("to", TIME_CHARS_MAX),
                count,
                unit,
                node.word("grain", Grain.class, Grain.DAY),
                zone(node),
                node.text("field", ZONE_CHARS_MAX));
    }

    private static @Nullable ZoneId zone(QueryNode node) {
        var name = node.text("time_zone", ZONE_CHARS_MAX);
        if (name == null) {
            return null;
        }
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        node.unknown("time_zone", name, ZoneId.getAvailableZoneIds(), "is no IANA time zone");
        return null;
    }

    /** The buckets now, or a fault. */
    public Buckets buckets(ZoneId ofSource, Instant now, QueryFaults faults) {
        var in = zone == null ? ofSource : zone;
        var begin = ZonedDateTime.ofInstant(now, in);
        var end = begin;
        if (lastN > 0) {
            end = unit.next(unit.begin(begin));
            begin = unit.plus(unit.begin(begin), 1 - lastN);
        } else {
            begin = time("query.time.from", from, in, begin, faults);
            end = time("query.time.to", to, in, begin.plusNanos(1), faults);
        }
        if (!begin.isBefore(end)) {
            faults.add("query.time.to", "must be after from");
        } else if (Duration.between(begin, end).compareTo(Duration.ofDays(DAYS_MAX + 1)) > 0) {
            faults.add("query.time", "must cover at most " + DAYS_MAX + " days");
        } else {
            var buckets = Buckets.of(begin, end, grain, BUCKETS_MAX);
            if (buckets.count() <= BUCKETS_MAX) {
                return buckets;
            }
            faults.add("query.time.grain", "gives more than " + BUCKETS_MAX + " buckets");
        }
        return Buckets.of(
                ZonedDateTime.ofInstant(now, in),
                ZonedDateTime.ofInstant(now, in).plusDays(1),
                Grain.NONE,
                1);
    }

    private static ZonedDateTime time(
            String path, @Nullable String text, ZoneId zone, ZonedDateTime otherwise, QueryFaults faults) {
        if (text == null) {
            return otherwise;
        }
        try {
            var time = text.length() == "2026-01-01".length()
                    ? LocalDate.parse(text).atStartOfDay(zone)
                    : OffsetDateTime.parse(text).atZoneSameInstant(zone);
            if (time.getYear() >= YEAR_MIN && time.getYear() <= YEAR_MAX) {
                return time;
            }
        } catch (DateTimeException wrong) {
            // Told below.
        }
        faults.add(path, "must be a date such as 2026-01-31 or an RFC 3339 time");
        return otherwise;
    }

    private static final int YEAR_MIN = 1970;
    private static final int YEAR_MAX = 2200;
}
