package dev.tollgate.modules.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Open time, compared with a walk from minute to minute. */
class BusinessHoursTest {

    private static final List<ZoneId> ZONES = Stream.of(
                    "Europe/Oslo",
                    "Asia/Kolkata",
                    "Australia/Lord_Howe",
                    "America/Sao_Paulo",
                    "America/St_Johns",
                    "Pacific/Apia",
                    "UTC")
            .map(ZoneId::of)
            .toList();

    private static final Instant FIRST = Instant.parse("1990-01-01T00:00:00Z");
    private static final int YEARS = 45;
    private static final int MINUTES_A_DAY = 24 * 60;

    /** A random week, with some holidays near a moment, and the moment. */
    private record Schedule(ZoneId zone, List<Interval> week, Set<LocalDate> holidays, Instant from) {

        /** Half of them begin within a week before a change of the clocks, if there is one. */
        static Schedule of(Random random) {
            var zone = ZONES.get(random.nextInt(ZONES.size()));
            var from = FIRST.plus(random.nextInt(YEARS * 365 * MINUTES_A_DAY), ChronoUnit.MINUTES);
            var change = zone.getRules().nextTransition(from);
            if (change != null && random.nextBoolean()) {
                from = change.getInstant().minus(random.nextInt(7 * MINUTES_A_DAY), ChronoUnit.MINUTES);
            }
            var day = from.atZone(zone).toLocalDate();
            var holidays = new HashSet<LocalDate>();
            for (int i = random.nextInt(4); i > 0; i--) {
                holidays.add(day.plusDays(random.nextInt(10)));
            }
            return new Schedule(zone, week(random), holidays, from);
        }

        private static List<Interval> week(Random random) {
            var week = new ArrayList<Interval>();
            for (var day : DayOfWeek.values()) {
                var bounds = IntStream.generate(() -> random.nextInt(MINUTES_A_DAY + 1))
                        .limit(2L * random.nextInt(4))
                        .sorted()
                        .distinct()
                        .toArray();
                for (int i = 0; i + 1 < bounds.length; i += 2) {
                    week.add(new Interval(day, time(bounds[i]), time(bounds[i + 1])));
                }
            }
            week.removeIf(interval -> interval.day() == DayOfWeek.WEDNESDAY);
            week.add(new Interval(DayOfWeek.WEDNESDAY, "01:30", "24:00"));
            return week;
        }

        BusinessHours hours() {
            return new BusinessHours(zone, week, holidays);
        }

        /** Whether a minute is open: one that the clocks repeat is like the last one before they were set back. */
        boolean isOpen(Instant minute) {
            var there = minute.atZone(zone);
            var local = there.toLocalDateTime();
            var change = zone.getRules().getTransition(local);
            if (change != null && change.isOverlap() && there.getOffset().equals(change.getOffsetAfter())) {
                local = change.getDateTimeBefore().minusMinutes(1);
            }
            return isOpen(local);
        }

        Instant walked(int minutes) {
            var walked = from;
            for (int left = minutes; left > 0; walked = walked.plus(1, ChronoUnit.MINUTES)) {
                left -= isOpen(walked) ? 1 : 0;
            }
            return walked;
        }

        private boolean isOpen(LocalDateTime local) {
            int minute = local.getHour() * 60 + local.getMinute();
            return !holidays.contains(local.toLocalDate())
                    && week.stream()
                            .anyMatch(interval -> interval.day() == local.getDayOfWeek()
                                    && interval.fromMinute() <= minute
                                    && minute < interval.toMinute());
        }
    }

    private static String time(int minute) {
        return "%02d:%02d".formatted(minute / 60, minute % 60);
    }

    @Property(tries = 400)
    void due_times_are_those_of_a_walk(@ForAll Random random) {
        var schedule = Schedule.of(random);
        int minutes = 1 + random.nextInt(3_000);

        var due = schedule.hours().plus(schedule.from(), Duration.ofMinutes(minutes));

        assertThat(due).as(schedule.toString()).isEqualTo(schedule.walked(minutes));
    }

    @Property(tries = 20)
    void due_times_after_months_are_those_of_a_walk(@ForAll Random random) {
        var schedule = Schedule.of(random);
        int minutes = 1 + random.nextInt(SlaTarget.MINUTES_MAX);

        assertThat(schedule.hours().plus(schedule.from(), Duration.ofMinutes(minutes)))
                .as(schedule.toString())
                .isEqualTo(schedule.walked(minutes));
    }

    @Property(tries = 400)
    void open_time_is_that_of_a_walk(@ForAll Random random) {
        var schedule = Schedule.of(random);
        var to = schedule.from().plus(random.nextInt(20 * MINUTES_A_DAY), ChronoUnit.MINUTES);

        var open = schedule.hours().between(schedule.from(), to);

        long walked = Stream.iterate(
                        schedule.from(), minute -> minute.isBefore(to), minute -> minute.plus(1, ChronoUnit.MINUTES))
                .filter(schedule::isOpen)
                .count();
        assertThat(open).as(schedule.toString()).isEqualTo(Duration.ofMinutes(walked));
    }

    @Property(tries = 400)
    void what_is_open_until_a_due_time_is_what_was_asked_for(@ForAll Random random) {
        var schedule = Schedule.of(random);
        var from = schedule.from().plusMillis(random.nextInt(60_000));
        var asked = Duration.ofMillis(1 + random.nextInt(3_000 * 60_000));

        var due = schedule.hours().plus(from, asked);

        assertThat(schedule.hours().between(from, due)).as(schedule.toString()).isEqualTo(asked);
    }

    private static List<Interval> weekdays(String from, String to) {
        return Stream.of(DayOfWeek.values())
                .limit(5)
                .map(day -> new Interval(day, from, to))
                .toList();
    }

    /** Friday afternoon, 60 minutes; over the change to winter time, too. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Oslo, 2026-11-27T16:30, 2026-11-30T09:30",
        "Europe/Oslo, 2026-10-23T16:30, 2026-10-26T09:30",
        "Europe/Oslo, 2026-03-27T16:30, 2026-03-30T09:30",
        "Asia/Kolkata, 2026-11-27T15:00, 2026-11-27T16:00",
        "Europe/Oslo, 2026-11-28T12:00, 2026-11-30T10:00"
    })
    void an_hour_goes_on_when_the_desk_opens_again(ZoneId zone, LocalDateTime from, LocalDateTime due) {
        var hours = new BusinessHours(zone, weekdays("09:00", "17:00"), Set.of());

        assertThat(hours.plus(from.atZone(zone).toInstant(), Duration.ofMinutes(60)))
                .isEqualTo(due.atZone(zone).toInstant());
    }

    @Test
    void holidays_are_closed_also_where_all_other_days_are_open_around_the_clock() {
        var zone = ZoneId.of("Europe/Oslo");
        var christmas = LocalDate.of(2026, 12, 25);
        var from = christmas.minusDays(1).atTime(23, 0).atZone(zone).toInstant();

        assertThat(new BusinessHours(zone, List.of(), Set.of()).plus(from, Duration.ofHours(2)))
                .isEqualTo(from.plus(Duration.ofHours(2)));
        assertThat(new BusinessHours(zone, List.of(), Set.of(christmas)).plus(from, Duration.ofHours(2)))
                .isEqualTo(christmas.plusDays(1).atTime(1, 0).atZone(zone).toInstant());
    }

    /** Oslo, 29 March 2026: 02:00 to 03:00 is skipped; 25 October: 02:00 to 03:00 comes twice. */
    @Test
    void a_bound_that_is_skipped_is_the_change_and_one_that_comes_twice_is_the_earlier() {
        var zone = ZoneId.of("Europe/Oslo");
        var night = new BusinessHours(zone, List.of(new Interval(DayOfWeek.SUNDAY, "02:30", "04:00")), Set.of());
        var march = Instant.parse("2026-03-29T00:00:00Z");
        var october = Instant.parse("2026-10-25T00:00:00Z");

        assertThat(night.plus(march, Duration.ofMinutes(1))).isEqualTo(Instant.parse("2026-03-29T01:01:00Z"));
        assertThat(night.plus(october, Duration.ofMinutes(1))).isEqualTo(Instant.parse("2026-10-25T00:31:00Z"));
        assertThat(night.between(march, march.plus(Duration.ofDays(1)))).isEqualTo(Duration.ofHours(1));
        assertThat(night.between(october, october.plus(Duration.ofDays(1)))).isEqualTo(Duration.ofMinutes(150));
    }

    /** The least hours, all holidays on them, the longest target. */
    @Test
    void the_latest_due_time_is_within_the_bound_of_days() {
        var zone = ZoneId.of("UTC");
        var monday = LocalDate.of(2026, 11, 30);
        var holidays =
                IntStream.range(0, 200).mapToObj(week -> monday.plusWeeks(week)).toList();
        var hours = new BusinessHours(
                zone, List.of(new Interval(DayOfWeek.MONDAY, "09:00", "14:00")), Set.copyOf(holidays));
        var from = monday.atStartOfDay(zone).toInstant();

        var due = hours.plus(from, BusinessHours.COUNTED_MAX);

        assertThat(Duration.between(from, due).toDays())
                .isEqualTo((200 + 143) * 7)
                .isLessThan(BusinessHours.DAYS_MAX);
        assertThat(hours.between(from, due)).isEqualTo(BusinessHours.COUNTED_MAX);
        assertThat(hours.between(from, due.plus(Duration.ofDays(36_500))))
                .isGreaterThanOrEqualTo(BusinessHours.COUNTED_MAX);
    }

    @Test
    void nothing_left_is_due_at_once() {
        var hours = new BusinessHours(ZoneId.of("UTC"), weekdays("09:00", "17:00"), Set.of());
        var night = Instant.parse("2026-11-28T03:00:00Z");

        assertThat(hours.plus(night, Duration.ZERO)).isEqualTo(night);
        assertThat(hours.plus(night, Duration.ofMinutes(-5))).isEqualTo(night);
    }
}
