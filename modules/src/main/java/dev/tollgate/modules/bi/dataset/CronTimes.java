package dev.tollgate.modules.bi.dataset;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times of five fields: minute, hour, day of month, month, day of week. Fields are {@code *}, lists, ranges, steps, and
 * names of months and days; only one of the two fields of days may be restricted. On the clock of a zone: a time that a
 * change of clocks skips is the end of the gap, one that occurs twice is the first of both. Pure.
 */
final class CronTimes {

    /** The least time between two runs. */
    static final int MINUTES_MIN = 15;

    private static final int FIELDS = 5;
    private static final int MINUTES = 60;
    private static final int HOURS = 24;
    private static final int DAYS_OF_WEEK = 7;

    /** Nine years: from 29 February to the next one it may be eight, such as from 2096 to 2104. */
    private static final int DAYS_MAX = 366 * 9;

    private static final List<String> MONTH_NAMES =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAY_NAMES = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final Pattern PART = Pattern.compile("(\\*|([0-9a-z]{1,3})(?:-([0-9a-z]{1,3}))?)(?:/([0-9]{1,2}))?");

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;

    private CronTimes(List<BitSet> fields) {
        this.minutes = fields.get(0);
        this.hours = fields.get(1);
        this.days = fields.get(2);
        this.months = fields.get(3);
        this.weekdays = fields.get(4);
    }

    /** @throws IllegalArgumentException where there is a {@link #fault} */
    static CronTimes of(String text) {
        var fields = fields(text);
        if (fields == null) {
            throw new IllegalArgumentException("no times: " + text);
        }
        return new CronTimes(fields);
    }

    /** What is wrong with a text; empty if nothing is. */
    static Optional<String> fault(String text) {
        var fields = fields(text);
        if (fields == null) {
            return Optional.of(
                    "must be five fields of numbers, *, lists, ranges, steps and names, such as 0 6 * * mon-fri");
        }
        var words = text.trim().split(" +", -1);
        if (!words[2].equals("*") && !words[4].equals("*")) {
            return Optional.of("may restrict the day of the month or the day of the week, not both");
        }
        var times = new CronTimes(fields);
        if (times.minutesApart() < MINUTES_MIN) {
            return Optional.of("gives times that are less than " + MINUTES_MIN + " minutes apart");
        }
        return times.isEver() ? Optional.empty() : Optional.of("names no date that there is");
    }

    private static @Nullable List<BitSet> fields(String text) {
        var words = text.trim().toLowerCase(Locale.ROOT).split(" +", -1);
        if (words.length != FIELDS) {
            return null;
        }
        var fields = new ArrayList<@Nullable BitSet>();
        fields.add(field(words[0], 0, MINUTES - 1, List.of()));
        fields.add(field(words[1], 0, HOURS - 1, List.of()));
        fields.add(field(words[2], 1, 31, List.of()));
        fields.add(field(words[3], 1, 12, MONTH_NAMES));
        fields.add(field(words[4], 0, DAYS_OF_WEEK, DAY_NAMES));
        var read = fields.stream().filter(field -> field != null).toList();
        if (read.size() < FIELDS) {
            return null;
        }
        // 0 and 7 are Sunday.
        if (read.get(4).get(DAYS_OF_WEEK)) {
            read.get(4).set(0);
        }
        return read;
    }

    private static @Nullable BitSet field(String text, int least, int most, List<String> names) {
        var values = new BitSet();
        for (var part : text.split(",", -1)) {
            var matched = PART.matcher(part);
            if (!matched.matches()) {
                return null;
            }
            boolean all = matched.group(1).equals("*");
            int from = all ? least : value(matched.group(2), least, names);
            int to = all ? most : matched.group(3) == null ? from : value(matched.group(3), least, names);
            int step = matched.group(4) == null ? 1 : Integer.parseInt(matched.group(4));
            if (matched.group(4) != null && !all && matched.group(3) == null) {
                to = most;
            }
            if (from < least || to > most || from > to || step < 1) {
                return null;
            }
            for (int value = from; value <= to; value += step) {
                values.set(value);
            }
        }
        return values;
    }

    /** A number or a name; -1 for anything else. */
    private static int value(String text, int least, List<String> names) {
        int name = names.indexOf(text);
        if (name >= 0) {
            return name + least;
        }
        return text.chars().allMatch(Character::isDigit) ? Integer.parseInt(text) : -1;
    }

    /** The least minutes between two times, on a clock that does not change. */
    private int minutesApart() {
        int least = Integer.MAX_VALUE;
        int before = -1;
        for (int minute = minutes.nextSetBit(0); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
            least = before < 0 ? least : Math.min(least, minute - before);
            before = minute;
        }
        boolean adjacent = false;
        for (int hour = 0; hour < HOURS; hour++) {
            adjacent |= hours.get(hour) && hours.get((hour + 1) % HOURS);
        }
        return adjacent ? Math.min(least, minutes.nextSetBit(0) + MINUTES - before) : least;
    }

    private boolean isEver() {
        var date = LocalDate.of(2024, 1, 1);
        for (int day = 0; day < 366; day++) {
            if (isOn(date.plusDays(day))) {
                return true;
            }
        }
        return false;
    }

    private boolean isOn(LocalDate date) {
        return months.get(date.getMonthValue())
                && days.get(date.getDayOfMonth())
                && weekdays.get(date.getDayOfWeek().getValue() % DAYS_OF_WEEK);
    }

    /** The first time after one; empty where there is none in the next nine years. */
    Optional<Instant> after(Instant time, ZoneId zone) {
        var date = LocalDate.ofInstant(time, zone).minusDays(1);
        for (int day = 0; day < DAYS_MAX; day++, date = date.plusDays(1)) {
            var found = isOn(date) ? first(date, time, zone) : null;
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private @Nullable Instant first(LocalDate date, Instant after, ZoneId zone) {
        for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            for (int minute = minutes.nextSetBit(0); minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                var at = at(date.atTime(LocalTime.of(hour, minute)), zone);
                if (at.isAfter(after)) {
                    return at;
                }
            }
        }
        return null;
    }

    private static Instant at(LocalDateTime local, ZoneId zone) {
        var rules = zone.getRules();
        var gap = rules.getTransition(local);
        return gap != null && gap.isGap()
                ? gap.getInstant()
                : local.toInstant(rules.getValidOffsets(local).getFirst());
    }
}
