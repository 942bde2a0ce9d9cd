package dev.tollgate.billing.statement;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.statement.Balances.Balance;
import dev.tollgate.billing.statement.StatementMonth.GroupBy;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A month that is over. The clock of the bench moves past its end: no other test may share it. */
class FinalMonthTest extends OnBench {

    @Test
    void a_final_month_never_changes_whatever_comes_after_it() {
        var tenant = bench.tenant(SMALL);
        var old = bench.account(tenant).month().period();
        var late = bench.usage(tenant, 40, old.lastBucket());
        var free = bench.usage(tenant, 0);
        log.book(
                tenant,
                UsageCodec.encode(bench.usage(tenant, 100, old.lastBucket())),
                UsageCodec.encode(new Marker.Close(old.lastBucket())));
        bench.clock.move(Duration.between(bench.clock.instant(), old.end().plusSeconds(60)));
        var before = statement(tenant, old);

        log.book(tenant, UsageCodec.encode(late), UsageCodec.encode(free));
        var after = statement(tenant, old);
        var next = statement(tenant, old.next());

        assertThat(before.status()).isEqualTo(Statement.Status.FINAL);
        assertThat(before.balances().included()).isEqualTo(new Balance(0, 1_000, 0, 100, 900, 0, 0));
        assertThat(after).isEqualTo(before);
        assertThat(next.adjustmentsMicros()).isEqualTo(40);
        assertThat(next.items().stream().mapToLong(StatementItem::calls).sum()).isEqualTo(2);
    }

    private static Statement statement(TenantId tenant, Period period) {
        return desk.done(
                StatementOperations.GET,
                desk.on(tenant),
                new StatementMonth(period.toString(), List.of(GroupBy.DAY, GroupBy.DIMENSION), null, null));
    }
}
