package dev.tollgate.billing.correction;

import static dev.tollgate.billing.BillingBench.SMALL;
import static dev.tollgate.billing.BillingBench.TINY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.account.NewOverride;
import dev.tollgate.billing.account.NewTopUp;
import dev.tollgate.billing.account.PlanChoice;
import dev.tollgate.billing.statement.StatementMonth;
import dev.tollgate.billing.statement.StatementOperations;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.usage.UsageCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entries of the ledger, corrected on real servers. */
class CorrectionsTest extends OnBench {

    @Test
    void a_charge_that_is_given_back_returns_to_where_it_was_drawn_from_and_leaves_the_spend() {
        var tenant = bench.tenant(SMALL);
        charge(tenant, 300);
        var ledger = new LedgerDesk(desk, tenant);

        var correction = ledger.correct(ledger.entry("charge", "included"), 120);

        assertThat(correction.movedMicros()).isEqualTo(120);
        assertThat(correction.shortfallMicros()).isZero();
        assertThat(correction.includedMicros()).isEqualTo(120);
        assertThat(correction.spendMicros()).isEqualTo(-120);
        assertThat(correction.balanceMicros()).isEqualTo(820);
        assertThat(correction.topUpId()).isNull();
        assertThat(bench.account(tenant).month().spent()).isEqualTo(180);
    }

    @Test
    void prepaid_money_that_is_given_back_is_a_top_up_with_the_end_of_the_old() {
        var tenant = bench.tenant(SMALL);
        var end = bench.clock.instant().plusSeconds(86_400);
        var _ = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(400, end));
        charge(tenant, 1_200);
        var ledger = new LedgerDesk(desk, tenant);

        var correction = ledger.correct(ledger.entry("charge", "prepaid"), 200);

        assertThat(correction.prepaidMicros()).isEqualTo(200);
        assertThat(correction.spendMicros()).isEqualTo(-200);
        assertThat(desk.done(BillingOperations.GET, desk.on(tenant), new NoInput())
                        .prepaidGrants())
                .anySatisfy(grant -> {
                    assertThat(grant.id()).isEqualTo(correction.topUpId());
                    assertThat(grant.leftMicros()).isEqualTo(200);
                    assertThat(grant.expiresAt()).isNotNull();
                });
    }

    @Test
    void an_entry_is_never_given_back_beyond_what_it_charged() {
        var tenant = bench.tenant(SMALL);
        charge(tenant, 300);
        var ledger = new LedgerDesk(desk, tenant);
        var entry = ledger.entry("charge", "included");
        var _ = ledger.correct(entry, 200);

        var tooMuch = ledger.refused(entry, 101);
        var rest = ledger.correct(entry, 100);

        assertThat(tooMuch).isEqualTo("validation_failed");
        assertThat(rest.movedMicros()).isEqualTo(100);
        assertThat(bench.account(tenant).month().spent()).isZero();
    }

    @Test
    void what_a_correction_charged_on_top_of_an_entry_is_not_given_back_with_it() {
        var tenant = bench.tenant(SMALL);
        charge(tenant, 100);
        var ledger = new LedgerDesk(desk, tenant);
        var entry = ledger.entry("charge", "included");
        var _ = ledger.correct(entry, -50);

        var tooMuch = ledger.refused(entry, 150);
        var all = ledger.correct(entry, 100);

        assertThat(tooMuch).isEqualTo("validation_failed");
        assertThat(all.movedMicros()).isEqualTo(100);
        assertThat(bench.account(tenant).month().spent()).isEqualTo(50);
    }

    @Test
    void what_is_charged_later_is_taken_as_far_as_it_is_left_and_the_rest_is_said() {
        var tenant = bench.tenant(SMALL);
        bench.topUp(tenant, 50);
        charge(tenant, 900);
        var ledger = new LedgerDesk(desk, tenant);
        var entry = ledger.entry("charge", "included");

        var correction = ledger.correct(entry, -400);
        var again = ledger.refused(entry, -1);

        assertThat(correction.movedMicros()).isEqualTo(-150);
        assertThat(correction.shortfallMicros()).isEqualTo(250);
        assertThat(correction.includedMicros()).isEqualTo(-100);
        assertThat(correction.prepaidMicros()).isEqualTo(-50);
        assertThat(correction.spendMicros()).isEqualTo(150);
        assertThat(again).isEqualTo("conflict");
    }

    @Test
    void a_watched_account_owes_what_is_charged_later() {
        var tenant = bench.tenant(SMALL);
        charge(tenant, 1_000);
        var _ = desk.done(
                BillingOperations.SET_OVERRIDE,
                desk.on(tenant),
                new NewOverride(null, null, Enforcement.NOTIFY, "watch", null));
        var ledger = new LedgerDesk(desk, tenant);

        var correction = ledger.correct(ledger.entry("charge", "included"), -70);

        assertThat(correction.overageMicros()).isEqualTo(-70);
        assertThat(correction.shortfallMicros()).isZero();
    }

    @Test
    void a_top_up_is_corrected_both_ways() {
        var tenant = bench.tenant(SMALL);
        var _ = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(400, null));
        var ledger = new LedgerDesk(desk, tenant);
        var entry = ledger.entry("top_up", "payment");

        var less = ledger.correct(entry, -150);
        var more = ledger.correct(entry, 25);

        assertThat(less.prepaidMicros()).isEqualTo(-150);
        assertThat(more.prepaidMicros()).isEqualTo(25);
        assertThat(more.spendMicros()).isZero();
        assertThat(bench.account(tenant).prepaidLeft()).isEqualTo(275);
    }

    @Test
    void money_taken_back_under_an_open_hold_leaves_its_call_to_grace() {
        var tenant = bench.tenant(SMALL);
        var _ = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(500, null));
        charge(tenant, 1_000);
        var held = bench.usage(tenant, 400);
        var ledger = new LedgerDesk(desk, tenant);

        var correction = ledger.correct(ledger.entry("top_up", "payment"), -500);
        var refused = bench.hold(tenant, 1);
        log.book(tenant, UsageCodec.encode(held));

        assertThat(correction.movedMicros()).isEqualTo(-500);
        assertThat(refused).isInstanceOf(HoldDecision.Refused.class);
        assertThat(bench.drawn(tenant, "grace")).isEqualTo(400);
        assertThat(bench.account(tenant).prepaidLeft()).isZero();
    }

    @Test
    void money_that_is_given_back_can_be_spent_as_soon_as_it_is_answered() {
        var tenant = bench.tenant(SMALL);
        charge(tenant, 1_000);
        var ledger = new LedgerDesk(desk, tenant);
        var before = bench.hold(tenant, 60);

        var _ = ledger.correct(ledger.entry("charge", "included"), 60);
        var after = bench.hold(tenant, 60);

        assertThat(before).isInstanceOf(HoldDecision.Refused.class);
        assertThat(after).isInstanceOf(HoldDecision.Admitted.class);
    }

    @Test
    void after_a_downgrade_the_lower_plan_keeps_what_is_given_back_beyond_it() {
        var tenant = bench.tenant(SMALL);
        charge(tenant, 900);
        var _ = desk.done(BillingOperations.SET_PLAN, desk.on(tenant), new PlanChoice(TINY.name()));
        var ledger = new LedgerDesk(desk, tenant);

        var correction = ledger.correct(ledger.entry("charge", "included"), 500);

        assertThat(correction.spendMicros()).isEqualTo(-500);
        assertThat(bench.account(tenant).month().includedLeft()).isEqualTo(100);
    }

    @Test
    void the_ledger_and_the_statement_show_a_correction() {
        var tenant = bench.tenant(SMALL);
        charge(tenant, 300);
        var ledger = new LedgerDesk(desk, tenant);
        var entry = ledger.entry("charge", "included");

        var _ = ledger.correct(entry, 120);
        var shown = ledger.entry("correction", "usage");
        var month = bench.account(tenant).month().period().toString();
        var statement =
                desk.done(StatementOperations.GET, desk.on(tenant), new StatementMonth(month, null, null, null));

        assertThat(shown.correctsId()).isEqualTo(entry.id());
        assertThat(shown.note()).isEqualTo("correction: charged twice");
        assertThat(shown.requestId()).isNotNull();
        assertThat(statement.correctionsMicros()).isEqualTo(-120);
        assertThat(statement.spendMicros()).isEqualTo(180);
        assertThat(statement.balances().included().correctedMicros()).isEqualTo(120);
        assertThat(statement.balances().included().closingMicros()).isEqualTo(820);
    }

    @Test
    void what_is_no_charge_and_no_top_up_and_what_is_not_the_tenants_is_refused() {
        var tenant = bench.tenant(SMALL);
        var other = bench.tenant(SMALL);
        charge(tenant, 10);
        var ledger = new LedgerDesk(desk, tenant);
        var stranger = new LedgerDesk(desk, other);

        var included = ledger.refused(ledger.entry("included", "plan"), 5);
        var foreign = stranger.refused(ledger.entry("charge", "included"), 5);
        var nothing = ledger.refused(ledger.entry("charge", "included"), 0);

        assertThat(List.of(included, foreign, nothing)).containsOnly("validation_failed");
    }

    @Test
    void a_correction_repeated_with_its_key_moves_nothing() {
        var tenant = bench.tenant(SMALL);
        charge(tenant, 300);
        var ledger = new LedgerDesk(desk, tenant);
        var wanted = LedgerDesk.wanted(ledger.entry("charge", "included"), 100);

        var _ = desk.outcome(CorrectionOperations.CREATE_CORRECTION, desk.on(tenant), wanted, "once");
        var second = desk.outcome(CorrectionOperations.CREATE_CORRECTION, desk.on(tenant), wanted, "once");

        assertThat(second).isInstanceOf(Outcome.Replayed.class);
        assertThat(bench.account(tenant).month().spent()).isEqualTo(200);
    }

    private void charge(TenantId tenant, long micros) {
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, micros)));
    }
}
