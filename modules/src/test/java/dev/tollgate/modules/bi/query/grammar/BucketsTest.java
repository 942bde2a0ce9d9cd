package dev.tollgate.modules.bi.query.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.bi.cell.CellQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BucketsTest {

    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    private static Buckets days(String from, String to, ZoneId zone, Grain grain) {
        return Buckets.of(
                LocalDate.parse(from).atStartOfDay(zone), LocalDate.parse(to).atStartOfDay(zone), grain, 750);
    }

    private static List<Duration> lengths(Buckets buckets) {
        return IntStream.range(0, buckets.count())
                .mapToObj(i -> Duration.between(
                        buckets.bounds().get(i), buckets.bounds().get(i + 1)))
                .toList();
    }

    @Test
    void a_day_on_which_clocks_change_is_shorter_or_longer() {
        assertThat(lengths(days("2026-03-28", "2026-03-31", OSLO, Grain.DAY)))
                .containsExactly(Duration.ofHours(24), Duration.ofHours(23), Duration.ofHours(24));
        assertThat(lengths(days("2026-10-24", "2026-10-27", OSLO, Grain.DAY)))
                .containsExactly(Duration.ofHours(24), Duration.ofHours(25), Duration.ofHours(24));
    }

    @Test
    void the_hour_that_occurs_twice_is_two_buckets_with_labels_of_their_own() {
        var buckets = days("2026-10-25", "2026-10-26", OSLO, Grain.HOUR);

        assertThat(buckets.count()).isEqualTo(25);
        assertThat(buckets.label(2)).isEqualTo("2026-10-25T02:00+02:00");
        assertThat(buckets.label(3)).isEqualTo("2026-10-25T02:00+01:00");
        assertThat(days("2026-03-29", "2026-03-30", OSLO, Grain.HOUR).count()).isEqualTo(23);
    }

    @Test
    void a_change_of_half_an_hour_keeps_hours_of_the_clock() {
        var lordHowe = ZoneId.of("Australia/Lord_Howe");

        assertThat(days("2026-10-04", "2026-10-05", lordHowe, Grain.HOUR).bounds().stream()
                        .map(bound -> bound.atZone(lordHowe).getMinute()))
                .containsOnly(0, 30);
        assertThat(days("2026-10-04", "2026-10-05", lordHowe, Grain.HOUR).bounds())
                .anyMatch(bound -> !CellQuery.isWhole(bound));
        assertThat(days("2026-10-25", "2026-10-26", OSLO, Grain.HOUR).bounds()).allMatch(CellQuery::isWhole);
    }

    @Test
    void weeks_begin_on_monday_and_cut_buckets_are_partial() {
        var buckets = days("2026-01-01", "2026-01-20", OSLO, Grain.WEEK);

        assertThat(IntStream.range(0, buckets.count()).mapToObj(buckets::label))
                .containsExactly("2025-12-29", "2026-01-05", "2026-01-12", "2026-01-19");
        assertThat(IntStream.range(0, buckets.count())
                        .mapToObj(i -> buckets.isPartial(i, Instant.parse("2027-01-01T00:00:00Z"))))
                .containsExactly(true, false, false, true);
    }

    @Test
    void earlier_periods_have_as_many_buckets_on_the_calendar() {
        var march = days("2026-03-01", "2026-04-01", OSLO, Grain.DAY);

        assertThat(march.before().from())
                .isEqualTo(LocalDate.parse("2026-01-29").atStartOfDay(OSLO).toInstant());
        assertThat(march.before().to()).isEqualTo(march.from());
        assertThat(march.yearBefore().from())
                .isEqualTo(LocalDate.parse("2025-03-01").atStartOfDay(OSLO).toInstant());
    }

    @Test
    void the_last_quarters_end_with_the_present_one() {
        var faults = new QueryFaults();
        var range = new TimeRange(null, null, 2, Grain.QUARTER, Grain.QUARTER, OSLO, null);

        var buckets = range.buckets(OSLO, Instant.parse("2026-05-05T10:00:00Z"), faults);

        assertThat(faults.told()).isEmpty();
        assertThat(List.of(buckets.label(0), buckets.label(1))).containsExactly("2026-Q1", "2026-Q2");
        assertThat(buckets.to())
                .isEqualTo(LocalDate.parse("2026-07-01").atStartOfDay(OSLO).toInstant());
    }

    @Property(tries = 500)
    void buckets_of_any_zone_are_without_gaps(
            @ForAll @IntRange(max = 590) int zone, @ForAll @IntRange(max = 20_000) int hour, @ForAll Grain grain) {
        var zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        var from = ZonedDateTime.ofInstant(
                Instant.parse("2025-01-01T00:00:00Z").plus(Duration.ofHours(hour)), ZoneId.of(zones.get(zone)));

        var buckets = Buckets.of(from, from.plusDays(20), grain, 750);

        assertThat(buckets.from()).isEqualTo(from.toInstant());
        assertThat(buckets.to()).isEqualTo(from.plusDays(20).toInstant());
        assertThat(lengths(buckets)).allMatch(Duration::isPositive);
    }
}
