package dev.tollgate.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retention of single metered calls. */
class UsageDayPartitionsTest {

    private BillingBench bench;

    @BeforeEach
    void open() {
        bench = new BillingBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void ids_of_records_are_kept_for_sixty_days() {
        var today = LocalDate.ofInstant(bench.clock.instant(), ZoneOffset.UTC);
        var kept = today.minusDays(60);
        open(kept);
        open(kept.minusDays(1));

        bench.await(
                () -> UsageDayPartitions.partitions(bench.meter, bench.clock).keep(0, 2, Period.ofMonths(13)));

        assertThat(there(kept)).isTrue();
        assertThat(there(kept.minusDays(1))).isFalse();
        assertThat(there(today.plusDays(2))).isTrue();
    }

    private void open(LocalDate day) {
        bench.execute("SELECT billing.open_usage_day('" + day + "')");
    }

    private boolean there(LocalDate day) {
        var partition = "billing.usage_record_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
        return bench.number("SELECT (to_regclass('" + partition + "') IS NOT NULL)::int") == 1;
    }
}
