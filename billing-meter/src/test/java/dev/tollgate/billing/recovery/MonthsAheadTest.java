package dev.tollgate.billing.recovery;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The repair of closes that turned a month, which all accounts of a slice share: on a bench of its own. */
class MonthsAheadTest extends OnBench {

    @Test
    void a_month_that_turned_too_early_is_counted_and_stays() {
        var tenant = bench.tenant(SMALL);
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 20)));
        var now = InstantSource.system().instant();
        var month = Period.of(now);
        log.book(tenant, UsageCodec.encode(new Marker.Close(month.lastBucket() + 1)));

        var repaired = desk.done(
                RecoveryOperations.REPAIR_CLOSES,
                new Caller(BillingBench.KEY, null, null),
                new RecoveryReason("the clock was ahead"));
        var _ = bench.await(bench.copies::republish);

        assertThat(repaired.monthsAhead()).isEqualTo(1);
        assertThat(bench.account(tenant).month().period()).isEqualTo(month.next());
        assertThat(bench.account(tenant).closed())
                .isLessThanOrEqualTo(Period.bucket(InstantSource.system().instant()));
    }
}
