package dev.tollgate.billing.reconcile;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.Rebuilding;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.copy.AccountCopy;
import dev.tollgate.money.copy.AccountFunctions.Publication;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.rating.PublishedFigures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that lost commits whose figures Redis had got already. */
class CopiesAheadTest extends OnBench {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Reconciliation reconciliation =
            new Reconciliation(bench.meter, bench.functions, bench.copies, InstantSource.system(), registry);
    private final Rebuilding rebuilding = new Rebuilding(bench, log);

    @Test
    void a_copy_that_is_ahead_is_found_and_rebuilt_with_the_money_of_its_row() {
        var tenant = bench.tenant(SMALL);
        lost(tenant, 5, 0, 100_000);
        var before = bench.drifts();

        var _ = bench.await(reconciliation::run);
        var dropped = copy(tenant);
        var tooMuch = rebuilding.hold(tenant, 1_001);
        var all = rebuilding.hold(tenant, 1_000);

        assertThat(before).singleElement().extracting(Drift::what).isEqualTo("sequence of row and copy");
        assertThat(registry.get("tollgate.reconcile.copies.ahead").gauge().value())
                .isEqualTo(1);
        assertThat(dropped).isEmpty();
        assertThat(tooMuch).isInstanceOf(HoldDecision.Refused.class);
        assertThat(all).isInstanceOf(HoldDecision.Admitted.class);
    }

    @Test
    void a_rebuild_takes_an_incarnation_above_both() {
        var tenant = bench.tenant(SMALL);
        bench.execute(
                "UPDATE billing.account SET prep = 9, inc = 9, seq = seq + 1, publish_seq = seq + 1 WHERE tenant = '"
                        + tenant.value() + "'");
        bench.await(() -> bench.copies.publish(tenant));
        var _ = rebuilding.hold(tenant, 1);
        var ahead = copy(tenant).orElseThrow().figures().inc();
        bench.execute(
                "UPDATE billing.account SET prep = 2, inc = 2, seq = 3, publish_seq = 3, acked_seq = 1 WHERE tenant = '"
                        + tenant.value() + "'");

        var _ = bench.await(reconciliation::run);
        var again = rebuilding.hold(tenant, 1_000);

        assertThat(ahead).isGreaterThanOrEqualTo(9);
        assertThat(again).isInstanceOf(HoldDecision.Admitted.class);
        assertThat(bench.account(tenant).revision().inc()).isGreaterThan(ahead);
    }

    @Test
    void a_row_whose_close_went_back_is_not_published_over_its_copy() {
        var tenant = bench.tenant(SMALL);
        lost(tenant, 1, 50, 0);
        bench.topUp(tenant, 500);
        bench.topUp(tenant, 500);

        bench.await(() -> bench.copies.publish(List.of(tenant)));

        assertThat(copy(tenant)).isEmpty();
        assertThat(rebuilding.hold(tenant, 2_000)).isInstanceOf(HoldDecision.Admitted.class);
    }

    @Test
    void a_copy_that_is_as_new_as_its_row_is_left_alone() {
        var tenant = bench.tenant(SMALL);
        var _ = bench.hold(tenant, 100);

        var dropped = bench.await(() -> bench.copies.dropAhead(List.of(tenant)));

        assertThat(dropped).isZero();
        assertThat(copy(tenant).orElseThrow().openMicros()).isEqualTo(100);
    }

    /** Redis has figures of commits that PostgreSQL does not have any more. */
    private static void lost(TenantId tenant, long commits, long buckets, long micros) {
        var row = PublishedFigures.of(bench.account(tenant));
        var figures = new PublishedFigures(
                row.seq() + commits,
                row.inc(),
                row.closed() + buckets,
                row.turn(),
                row.end(),
                row.included() + micros,
                row.prepaid(),
                row.capLeft() + micros,
                row.nextIncluded(),
                row.nextCap(),
                row.enforcement(),
                row.validUntilMillis());
        var _ = bench.await(() -> bench.accountFunctions.publish(List.of(new Publication(tenant, figures))));
    }

    private static Optional<AccountCopy> copy(TenantId tenant) {
        return bench.await(() -> bench.accountFunctions.read(List.of(tenant))).getFirst();
    }
}
