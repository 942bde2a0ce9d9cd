package dev.tollgate.billing.close;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.BillingDesk;
import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.account.NewOverride;
import dev.tollgate.billing.account.NewTopUp;
import dev.tollgate.billing.intake.LogInHand;
import dev.tollgate.billing.statement.Statement;
import dev.tollgate.billing.statement.StatementMonth;
import dev.tollgate.billing.statement.StatementOperations;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.copy.CopyRenewal;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Effects of time alone on accounts: each test has its own clock and database. */
class IdleAccountsTest {

    private BillingBench bench;
    private BillingDesk desk;
    private IdleAccounts idle;

    @BeforeEach
    void open() {
        bench = new BillingBench();
        desk = new BillingDesk(bench);
        idle = new IdleAccounts(new IdleAccounts.IdleParts(
                bench.meter, bench.rows, bench.posting, bench.copies, bench.ids, bench.clock, BillingBench.SLICES));
    }

    @AfterEach
    void nothing_drifts() {
        var drifts = bench.drifts();
        bench.close();
        assertThat(drifts).isEmpty();
    }

    @Test
    void a_top_up_that_ended_is_taken_from_the_balance_with_an_entry() {
        var tenant = bench.tenant(SMALL);
        var ends = bench.clock.instant().plusSeconds(20);
        var _ = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(500, ends));
        bench.clock.move(Duration.ofMinutes(2));
        closeUpToNow(tenant);

        bench.await(idle::catchUp);
        bench.await(() -> bench.reconciliation.run().compose(idle::close));

        assertThat(bench.account(tenant).prepaidLeft()).isZero();
        assertThat(moved(tenant, "prepaid", "expired")).isEqualTo(500);
    }

    @Test
    void a_top_up_that_a_wrong_clock_ended_comes_back_once_a_right_clock_looks() {
        var tenant = bench.tenant(SMALL);
        var ends = bench.clock.instant().plus(Duration.ofHours(1));
        var _ = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(500, ends));
        var ahead = ends.plusSeconds(1);
        bench.await(() -> bench.appCopies.renew(tenant, new CopyRenewal.Need.Passed(), ahead));
        long ended = bench.account(tenant).prepaidLeft();

        bench.await(idle::catchUp);

        assertThat(ended).isZero();
        assertThat(bench.account(tenant).prepaidLeft()).isEqualTo(500);
        assertThat(moved(tenant, "prepaid", "expired")).isZero();
    }

    @Test
    void no_clock_of_the_meter_ends_a_top_up() {
        var tenant = bench.tenant(SMALL);
        var ends = bench.clock.instant().plus(Duration.ofHours(1));
        var _ = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(500, ends));
        bench.clock.move(Duration.ofHours(2));

        bench.await(idle::catchUp);
        bench.topUp(tenant, 1);

        assertThat(bench.account(tenant).prepaidLeft()).isEqualTo(501);
    }

    @Test
    void an_override_that_ended_gives_its_included_usage_back_at_its_first_notice() {
        var tenant = bench.tenant(SMALL);
        var ends = bench.clock.instant().plusSeconds(20);
        var _ = desk.done(
                BillingOperations.SET_OVERRIDE, desk.on(tenant), new NewOverride(null, 3_000L, null, "trial", ends));
        bench.clock.move(Duration.ofMinutes(2));

        bench.await(() -> bench.appCopies.renew(tenant, new CopyRenewal.Need.Passed(), bench.clock.instant()));

        assertThat(bench.account(tenant).month().includedLeft()).isEqualTo(1_000);
        assertThat(moved(tenant, "included", "plan")).isEqualTo(2_000);
    }

    @Test
    void the_month_of_an_account_without_charges_turns_and_its_statement_is_final() {
        var tenant = bench.tenant(SMALL);
        var old = Period.of(bench.clock.instant());
        bench.clock.move(Duration.between(bench.clock.instant(), old.end()).plusHours(1));
        closeUpToNow(tenant);

        bench.await(idle::catchUp);
        var statement = desk.done(
                StatementOperations.GET, desk.on(tenant), new StatementMonth(old.toString(), null, null, null));

        assertThat(bench.account(tenant).month().period()).isEqualTo(old.next());
        assertThat(statement.status()).isEqualTo(Statement.Status.FINAL);
        assertThat(moved(tenant, "included", "expired")).isEqualTo(1_000);
    }

    @Test
    void holds_that_nobody_charges_are_given_back_without_any_charge() {
        var tenant = bench.tenant(SMALL);
        var _ = bench.usage(tenant, 400);
        bench.clock.move(Duration.ofMinutes(2));
        closeUpToNow(tenant);

        bench.await(() -> idle.close(List.of(tenant)));
        bench.await(() -> bench.copies.publish(tenant));

        var copy = bench.await(() -> bench.accountFunctions.read(List.of(tenant)))
                .getFirst()
                .orElseThrow();
        assertThat(copy.openMicros()).isZero();
        assertThat(copy.leftMicros()).isEqualTo(1_000);
    }

    @Test
    void an_account_that_somebody_has_locked_keeps_no_other_from_its_new_month() {
        var locked = bench.tenant(SMALL);
        var other = bench.tenant(SMALL);
        var old = Period.of(bench.clock.instant());
        bench.clock.move(Duration.between(bench.clock.instant(), old.end()).plusHours(1));
        closeUpToNow(locked);
        closeUpToNow(other);

        bench.whileLocked(locked, () -> bench.await(idle::catchUp));
        var turned = bench.account(other).month().period();
        bench.await(idle::catchUp);

        assertThat(turned).isEqualTo(old.next());
        assertThat(bench.account(locked).month().period()).isEqualTo(old.next());
    }

    @Test
    void holds_of_an_account_are_given_back_while_somebody_has_another_locked() {
        var locked = bench.tenant(SMALL);
        var other = bench.tenant(SMALL);
        var _ = bench.usage(other, 400);
        bench.clock.move(Duration.ofMinutes(2));
        closeUpToNow(other);

        bench.whileLocked(locked, () -> bench.await(() -> idle.close(List.of(locked, other))));
        bench.await(() -> bench.copies.publish(other));

        var copy = bench.await(() -> bench.accountFunctions.read(List.of(other)))
                .getFirst()
                .orElseThrow();
        assertThat(copy.openMicros()).isZero();
    }

    @Test
    void an_account_that_can_never_be_posted_keeps_no_other_from_its_new_month_and_is_told() {
        var tenants = List.of(bench.tenant(SMALL), bench.tenant(SMALL), bench.tenant(SMALL));
        var broken = tenants.get(1);
        var old = Period.of(bench.clock.instant());
        bench.clock.move(Duration.between(bench.clock.instant(), old.end()).plusHours(1));
        tenants.forEach(this::closeUpToNow);
        refusePostings(broken);

        var failure = catchThrowable(() -> bench.await(idle::catchUp));
        var turned = tenants.stream()
                .filter(tenant -> bench.account(tenant).month().period().equals(old.next()))
                .toList();

        assertThat(turned).containsExactly(tenants.getFirst(), tenants.getLast());
        assertThat(failure).hasMessageContaining("never");
    }

    @Test
    void an_account_that_can_never_be_posted_keeps_no_holds_of_others() {
        var broken = bench.tenant(SMALL);
        var other = bench.tenant(SMALL);
        var ends = bench.clock.instant().plusSeconds(20);
        for (var tenant : List.of(broken, other)) {
            var _ = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(500, ends));
        }
        bench.clock.move(Duration.ofMinutes(2));
        closeUpToNow(broken);
        closeUpToNow(other);
        refusePostings(broken);

        var failure = catchThrowable(() -> bench.await(() -> idle.close(List.of(broken, other))));

        assertThat(moved(other, "prepaid", "expired")).isEqualTo(500);
        assertThat(moved(broken, "prepaid", "expired")).isZero();
        assertThat(failure).hasMessageContaining("never");
    }

    @Test
    void an_account_whose_rows_others_have_locked_keeps_no_other_from_its_new_month() {
        var tenants = List.of(bench.tenant(SMALL), bench.tenant(SMALL), bench.tenant(SMALL));
        var busy = tenants.get(1);
        var old = Period.of(bench.clock.instant());
        bench.clock.move(Duration.between(bench.clock.instant(), old.end()).plusHours(1));
        tenants.forEach(this::closeUpToNow);
        bench.execute("""
                CREATE FUNCTION billing.locked() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'the row is locked' USING ERRCODE = '55P03';
                END $$
                """);
        bench.execute("CREATE TRIGGER locked BEFORE INSERT ON billing.transfer FOR EACH ROW WHEN (NEW.tenant_id = '"
                + busy.value() + "') EXECUTE FUNCTION billing.locked()");

        var failure = catchThrowable(() -> bench.await(idle::catchUp));
        var turned = tenants.stream()
                .filter(tenant -> bench.account(tenant).month().period().equals(old.next()))
                .toList();

        assertThat(turned).containsExactly(tenants.getFirst(), tenants.getLast());
        assertThat(failure).isNotNull();
    }

    private void refusePostings(TenantId tenant) {
        bench.execute("ALTER TABLE billing.transfer ADD CONSTRAINT never CHECK (tenant_id <> '" + tenant.value()
                + "') NOT VALID");
    }

    private void closeUpToNow(TenantId tenant) {
        new LogInHand(bench).book(tenant, UsageCodec.encode(new Marker.Close(Period.bucket(bench.clock.instant()))));
    }

    private long moved(TenantId tenant, String debit, String credit) {
        return bench.number("SELECT COALESCE(sum(amount_micros), 0) FROM billing.transfer WHERE debit = '" + debit
                + "' AND credit = '" + credit + "' AND tenant_id = '" + tenant.value() + "'");
    }
}
