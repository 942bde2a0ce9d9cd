package dev.tollgate.money.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeriodTest {

    private static final List<Instant> TIMES = List.of(
            Instant.parse("1969-12-31T23:59:59.999Z"),
            Instant.EPOCH,
            Instant.parse("2024-02-29T23:59:50Z"),
            Instant.parse("2024-03-01T00:00:00Z"),
            Instant.parse("2026-11-30T23:59:59.999999Z"),
            Instant.parse("2026-12-31T23:59:50Z"),
            Instant.parse("2027-01-01T00:00:00Z"));

    @Test
    void a_time_and_its_bucket_are_of_the_month_of_the_calendar() {
        assertThat(TIMES).allSatisfy(time -> {
            var month = Period.of(YearMonth.from(time.atOffset(ZoneOffset.UTC)));

            assertThat(Period.of(time)).isEqualTo(month);
            assertThat(Period.ofBucket(Period.bucket(time))).isEqualTo(month);
        });
    }

    @Test
    void a_month_has_its_first_and_its_last_bucket() {
        var period = Period.of(YearMonth.of(2026, 12));

        assertThat(Period.ofBucket(period.firstBucket())).isEqualTo(period);
        assertThat(Period.ofBucket(period.firstBucket() - 1).next()).isEqualTo(period);
        assertThat(Period.ofBucket(period.lastBucket())).isEqualTo(period);
        assertThat(Period.ofBucket(period.lastBucket() + 1)).isEqualTo(period.next());
    }
}
