package dev.tollgate.billing.reconcile;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.intake.LogInHand;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.money.usage.UsageCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A figure that somebody bent is found, and which it was. */
class ReconciliationTest {

    private static MeterRegistry registry;
    private static BillingBench bench;
    private static Reconciliation reconciliation;

    @BeforeAll
    static void open() {
        bench = new BillingBench();
        registry = new SimpleMeterRegistry();
        reconciliation =
                new Reconciliation(bench.meter, bench.functions, bench.copies, InstantSource.system(), registry);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void a_usage_sum_that_was_bent_is_named() {
        var tenant = charged();

        bench.execute(
                "UPDATE billing.usage_sum SET charge_micros = charge_micros + 7 WHERE " + of(tenant, "tenant_id"));

        assertThat(drifts(tenant)).containsExactlyInAnyOrder("usage and ledger", "usage rows and sums");
    }

    @Test
    void an_account_that_was_bent_is_named() {
        var tenant = charged();

        bench.execute("BEGIN; SELECT set_config('tollgate.ledger', 'posted', true);"
                + " UPDATE billing.account SET included_drawn = included_drawn - 5 WHERE " + of(tenant, "tenant")
                + "; COMMIT");

        assertThat(drifts(tenant)).containsExactlyInAnyOrder("included in row and ledger", "included in row and copy");
    }

    @Test
    void an_entry_that_was_bent_is_named() {
        var tenant = charged();

        bench.execute("UPDATE billing.transfer SET amount_micros = amount_micros + 3 WHERE kind = 'charge' AND "
                + of(tenant, "tenant_id"));

        assertThat(drifts(tenant))
                .containsExactlyInAnyOrder("entries and sums of included", "entries and sums of usage");
    }

    @Test
    void an_account_changed_past_the_ledger_gets_its_entry_all_the_same() {
        var tenant = charged();

        bench.execute("UPDATE billing.account SET included = included + 500 WHERE " + of(tenant, "tenant"));

        assertThat(drifts(tenant)).containsExactly("included in row and copy");
    }

    @Test
    void a_bent_sum_of_a_running_month_is_found_at_a_glance() {
        var tenant = charged();
        var before = driftAtAGlance();

        bench.execute(
                "UPDATE billing.usage_sum SET charge_micros = charge_micros + 7 WHERE " + of(tenant, "tenant_id"));

        assertThat(driftAtAGlance() - before).isEqualTo(7);
    }

    @Test
    void a_month_that_has_been_final_for_long_is_compared_by_the_whole_look_alone() {
        var tenant = charged();
        var before = driftAtAGlance();

        bench.execute("INSERT INTO billing.usage_sum SELECT tenant_id, workspace_id, period - 2, day, dimension,"
                + " credential_id, module, surface, price_version, calls, quantity, charge_micros"
                + " FROM billing.usage_sum WHERE " + of(tenant, "tenant_id"));

        assertThat(driftAtAGlance()).isEqualTo(before);
        assertThat(drifts(tenant))
                .as("no call of that month is left")
                .containsExactlyInAnyOrder("usage and ledger", "usage rows and sums");
    }

    @Test
    void figures_that_cannot_be_compared_are_no_numbers() {
        var _ = driftAtAGlance();

        var _ = lookedWhereUsageCannotBeRead();

        assertThat(gauge("tollgate.reconcile.drift.micros")).isNaN();
        assertThat(gauge("tollgate.reconcile.drift.accounts")).isNaN();
    }

    @Test
    void comparisons_that_fail_grow_old() {
        var passed = new AtomicReference<>(Duration.ZERO);
        var own = new SimpleMeterRegistry();
        InstantSource later = () -> InstantSource.system().instant().plus(passed.get());
        var failing = new Reconciliation(bench.meter, bench.functions, bench.copies, later, own);

        var _ = withoutReading("billing.usage_sum", () -> bench.await(failing::run));
        var _ = withoutReading("billing.entry_sum", () -> catchThrowable(() -> bench.await(failing::sums)));
        passed.set(Duration.ofHours(4));
        var ages = List.of(
                own.get("tollgate.reconcile.age.seconds").gauge().value(),
                own.get("tollgate.reconcile.sums.age.seconds").gauge().value());
        var _ = bench.await(failing::run);
        var _ = bench.await(failing::sums);

        assertThat(ages).allSatisfy(age -> assertThat(age).isBetween(14_400.0, 15_000.0));
        assertThat(own.get("tollgate.reconcile.age.seconds").gauge().value()).isBetween(0.0, 600.0);
        assertThat(own.get("tollgate.reconcile.sums.age.seconds").gauge().value())
                .isBetween(0.0, 600.0);
    }

    @Test
    void before_the_first_comparison_drift_is_unknown_and_grows_old() {
        var passed = new AtomicReference<>(Duration.ZERO);
        var own = new SimpleMeterRegistry();
        InstantSource later = () -> InstantSource.system().instant().plus(passed.get());
        var waiting = new Reconciliation(bench.meter, bench.functions, bench.copies, later, own);

        passed.set(Duration.ofMinutes(11));

        assertThat(own.get("tollgate.reconcile.drift.micros").gauge().value()).isNaN();
        assertThat(own.get("tollgate.reconcile.age.seconds").gauge().value()).isBetween(660.0, 900.0);
        assertThat(waiting).isNotNull();
    }

    @Test
    void who_waits_for_a_close_is_given_also_where_figures_cannot_be_compared() {
        var tenant = bench.tenant(SMALL);
        var _ = bench.hold(tenant, 100);

        var waiting = lookedWhereUsageCannotBeRead();

        assertThat(waiting).contains(tenant);
    }

    @Test
    void sums_that_cannot_be_compared_hide_no_other_figures() {
        var before = driftAtAGlance();

        var failure =
                withoutReading("billing.entry_sum", () -> catchThrowable(() -> bench.await(reconciliation::sums)));

        assertThat(failure).isNotNull();
        assertThat(driftAtAGlance()).isNotNaN().isEqualTo(before);
    }

    @Test
    void figures_are_compared_although_the_copies_cannot_be_read() {
        var _ = charged();
        var own = new SimpleMeterRegistry();
        var nowhere = "redis://127.0.0.1:" + TestServers.freePort();
        var away = bench.onLoop(() -> RedisFunctions.open(bench.vertx, nowhere));
        var withoutCopies = new Reconciliation(bench.meter, away, bench.copies, InstantSource.system(), own);

        var waiting = bench.await(withoutCopies::run);
        bench.await(away::close);

        assertThat(waiting).isEmpty();
        assertThat(own.get("tollgate.reconcile.copies.ahead").gauge().value()).isNaN();
        assertThat(own.get("tollgate.reconcile.drift.micros").gauge().value()).isNotNaN();
        assertThat(own.get("tollgate.reconcile.age.seconds").gauge().value()).isNotNaN();
    }

    private static List<TenantId> lookedWhereUsageCannotBeRead() {
        return withoutReading("billing.usage_sum", ReconciliationTest::lookedAtAGlance);
    }

    private static <T> T withoutReading(String table, Supplier<T> step) {
        bench.execute("REVOKE SELECT ON " + table + " FROM tollgate_meter");
        try {
            return step.get();
        } finally {
            bench.execute("GRANT SELECT ON " + table + " TO tollgate_meter");
        }
    }

    /** What the first look did not repair. */
    private static double driftAtAGlance() {
        var _ = lookedAtAGlance();
        var _ = lookedAtAGlance();
        return gauge("tollgate.reconcile.drift.micros");
    }

    private static List<TenantId> lookedAtAGlance() {
        return bench.await(reconciliation::run);
    }

    private static double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private static TenantId charged() {
        var tenant = bench.tenant(SMALL);
        new LogInHand(bench).book(tenant, UsageCodec.encode(bench.usage(tenant, 100)));
        return tenant;
    }

    private static List<String> drifts(TenantId tenant) {
        return bench.drifts().stream()
                .filter(drift -> drift.tenant().equals(tenant))
                .map(Drift::what)
                .toList();
    }

    private static String of(TenantId tenant, String column) {
        return column + " = '" + tenant.value() + "'";
    }
}
