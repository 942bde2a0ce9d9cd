package dev.tollgate.billing.correction;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.statement.StatementMonth;
import dev.tollgate.billing.statement.StatementOperations;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Charges of a month that is final. The clock of the bench moves past its end: no other test may share it. */
class FinalMonthCorrectionTest extends OnBench {

    @Test
    void a_charge_of_a_final_month_is_given_back_as_a_top_up_and_its_statement_stays() {
        var tenant = bench.tenant(SMALL);
        var old = bench.account(tenant).month().period();
        log.book(
                tenant,
                UsageCodec.encode(bench.usage(tenant, 100, old.lastBucket())),
                UsageCodec.encode(new Marker.Close(old.lastBucket())));
        bench.clock.move(Duration.between(bench.clock.instant(), old.end().plusSeconds(60)));
        var ledger = new LedgerDesk(desk, tenant);
        var wanted = new StatementMonth(old.toString(), null, null, null);
        var before = desk.done(StatementOperations.GET, desk.on(tenant), wanted);

        var back = ledger.correct(ledger.entry("charge", "included"), 100);
        var more = ledger.correct(ledger.entry("charge", "included"), -30);

        assertThat(back.prepaidMicros()).isEqualTo(100);
        assertThat(back.spendMicros()).isZero();
        assertThat(back.topUpId()).isNotNull();
        assertThat(more.includedMicros()).isEqualTo(-30);
        assertThat(more.spendMicros()).isEqualTo(30);
        assertThat(ledger.entry("correction", "included").adjustsMonth()).isEqualTo(old.toString());
        assertThat(desk.done(StatementOperations.GET, desk.on(tenant), wanted)).isEqualTo(before);
    }
}
