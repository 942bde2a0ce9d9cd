package dev.tollgate.modules.bi.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronTimesTest {

    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    private static Instant after(String cron, String time, ZoneId zone) {
        return CronTimes.of(cron).after(Instant.parse(time), zone).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 6 * * mon-fri",
                "*/15 * * * *",
                "5,35 8-18/2 * * *",
                "0 0 1 jan,jul *",
                "0 0 29 2 *",
                "30 4 * * 7",
                "0 12 */7 * *",
                "0,50 9 * * *"
            })
    void these_are_times(String cron) {
        assertThat(CronTimes.fault(cron)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "*/10 * * * *",
                "0,50 * * * *",
                "0 0 1 * mon",
                "0 0 L * *",
                "0 0 * * 5#2",
                "0 0 15W * *",
                "0 0 31 2 *",
                "60 0 * * *",
                "0 24 * * *",
                "0 0 0 * *",
                "0 0 * 13 *",
                "0 0 * * 8",
                "5-1 0 * * *",
                "*/0 0 * * *",
                "0 0 * *",
                "0 0 0 * * *",
                "@daily",
                "",
                "a b c d e",
                "0 0 ? * *",
                "1,,2 0 * * *",
                "-1 0 * * *"
            })
    void these_are_none(String cron) {
        assertThat(CronTimes.fault(cron)).isPresent();
    }

    @Test
    void a_time_in_a_gap_runs_at_its_end() {
        assertThat(after("30 2 * * *", "2026-03-28T12:00:00Z", OSLO)).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(after("30 2 * * *", "2026-03-29T01:00:00Z", OSLO)).isEqualTo("2026-03-30T00:30:00Z");
    }

    @Test
    void a_time_that_occurs_twice_runs_once() {
        assertThat(after("30 2 * * *", "2026-10-24T12:00:00Z", OSLO)).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(after("30 2 * * *", "2026-10-25T00:30:00Z", OSLO)).isEqualTo("2026-10-26T01:30:00Z");
    }

    @Provide
    Arbitrary<String> crons() {
        var minutes = Arbitraries.of("0", "*/15", "5,35", "20-59/20", "59");
        var hours = Arbitraries.of("*", "0", "*/5", "9-17", "22,23");
        var days =
                Arbitraries.of("* * *", "1 * *", "31 * *", "*/10 * *", "* feb *", "* * mon-fri", "* * 0,6", "29 2 *");
        return Combinators.combine(minutes, hours, days).as((minute, hour, day) -> minute + ' ' + hour + ' ' + day);
    }

    /** In UTC, against looking at every minute. */
    @Property(tries = 300)
    void it_gives_the_first_minute_that_matches(
            @ForAll("crons") String cron, @ForAll @IntRange(max = 1_000_000) int minute) {
        var from = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(minute));

        var next = CronTimes.of(cron).after(from, ZoneOffset.UTC);

        var until = from.plus(Duration.ofDays(3));
        var found = Optional.<Instant>empty();
        for (var at = from.plus(Duration.ofMinutes(1));
                at.isBefore(until) && found.isEmpty();
                at = at.plusSeconds(60)) {
            found = matches(cron, at) ? Optional.of(at) : found;
        }
        assertThat(next.filter(at -> at.isBefore(until))).isEqualTo(found);
    }

    private static boolean matches(String cron, Instant at) {
        var fields = cron.split(" ");
        var time = at.atOffset(ZoneOffset.UTC);
        return in(fields[0], time.getMinute(), 0, 59)
                && in(fields[1], time.getHour(), 0, 23)
                && in(fields[2], time.getDayOfMonth(), 1, 31)
                && in(fields[3].replace("feb", "2"), time.getMonthValue(), 1, 12)
                && in(fields[4].replace("mon-fri", "1-5"), time.getDayOfWeek().getValue() % 7, 0, 6);
    }

    private static boolean in(String field, int value, int least, int most) {
        return List.of(field.split(",")).stream().anyMatch(part -> {
            var step = part.contains("/") ? Integer.parseInt(part.split("/")[1]) : 1;
            var range = part.split("/")[0];
            int from = range.equals("*") ? least : Integer.parseInt(range.split("-")[0]);
            int to = range.equals("*") ? most : range.contains("-") ? Integer.parseInt(range.split("-")[1]) : from;
            return value >= from && value <= to && (value - from) % step == 0;
        });
    }

    @Test
    void of_missed_times_the_latest_counts() {
        var schedule = schedule("0 6 * * *");

        var latest = ScheduleJob.latest(
                schedule, Instant.parse("2026-05-01T06:00:00Z"), Instant.parse("2026-05-20T05:00:00Z"));

        assertThat(latest).isEqualTo("2026-05-19T06:00:00Z");
    }

    private static Schedule schedule(String cron) {
        var id = new UUID(0, 1);
        return new Schedule(
                new ScheduleId(id),
                new WorkspaceId(id),
                null,
                new DatasetId(id),
                cron,
                "UTC",
                true,
                Instant.EPOCH,
                0,
                List.of(),
                "key",
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                "api",
                "key");
    }
}
