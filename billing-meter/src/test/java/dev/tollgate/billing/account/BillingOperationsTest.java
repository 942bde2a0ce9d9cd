package dev.tollgate.billing.account;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.intake.LogInHand;
import dev.tollgate.billing.ledger.LedgerEntry;
import dev.tollgate.billing.ledger.LedgerOperations;
import dev.tollgate.billing.ledger.LedgerPage;
import dev.tollgate.billing.usage.UsageEvent;
import dev.tollgate.billing.usage.UsageEventPage;
import dev.tollgate.billing.usage.UsageOperations;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.records.call.CallStore;
import dev.tollgate.records.call.StoredCall;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operations on real servers, called as the gates would call them. */
class BillingOperationsTest extends OnBench {

    @Test
    void a_top_up_can_be_spent_as_soon_as_it_is_answered() {
        var tenant = bench.tenant(SMALL);

        var topUp = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(500, null));
        var verdict = bench.hold(tenant, 1_400);

        assertThat(topUp.prepaidMicros()).isEqualTo(500);
        assertThat(verdict).isInstanceOf(HoldDecision.Admitted.class);
    }

    @Test
    void a_top_up_repeated_with_its_key_adds_nothing() {
        var tenant = bench.tenant(SMALL);

        var _ = desk.outcome(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(500, null), "once");
        var second = desk.outcome(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(500, null), "once");

        assertThat(second).isInstanceOf(Outcome.Replayed.class);
        assertThat(bench.account(tenant).prepaidLeft()).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPERATOR", "SUBJECT"})
    void a_change_of_an_account_waits_while_the_meter_has_it(Actor.Kind kind) throws Exception {
        var tenant = bench.tenant(SMALL);
        var caller = new Caller(new Actor(kind, "ada", "ada"), tenant, null);
        CompletableFuture<TopUp> topUp;
        try (var meter = bench.connection()) {
            meter.setAutoCommit(false);
            meter.createStatement()
                    .execute("SELECT FROM billing.account WHERE tenant = '" + tenant.value() + "' FOR UPDATE");

            topUp = CompletableFuture.supplyAsync(
                    () -> desk.done(BillingOperations.CREATE_TOP_UP, caller, new NewTopUp(500, null)));
            bench.untilSomebodyWaitsForALock(Database.LOCK_TIMEOUT.multipliedBy(3));
            meter.commit();
        }

        assertThat(topUp.get(10, TimeUnit.SECONDS).prepaidMicros()).isEqualTo(500);
    }

    @Test
    void a_top_up_that_has_ended_already_is_refused() {
        var tenant = bench.tenant(SMALL);

        var refusal = desk.refusal(
                BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(500, bench.clock.instant()));

        assertThat(refusal.code()).isEqualTo("validation_failed");
    }

    @Test
    void another_plan_counts_from_what_was_drawn() {
        var tenant = bench.tenant(SMALL);
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 300)));

        var terms = desk.done(BillingOperations.SET_PLAN, desk.on(tenant), new PlanChoice("large"));
        var billing = desk.done(BillingOperations.GET, desk.on(tenant), new NoInput());

        assertThat(terms.plan()).isEqualTo("large");
        assertThat(billing.includedLeftMicros()).isEqualTo(9_700);
        assertThat(billing.includedUsedMicros()).isEqualTo(300);
        assertThat(billing.capLeftMicros()).isEqualTo(49_700);
    }

    @Test
    void spend_is_projected_once_a_day_of_it_was_seen() {
        var tenant = bench.tenant(SMALL);
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 300)));

        var billing = desk.done(BillingOperations.GET, desk.on(tenant), new NoInput());

        assertThat(billing.spendMicros()).isEqualTo(300);
        assertThat(billing.projectedSpendMicros()).isNull();
        assertThat(billing.projectedFrom()).isBetween(bench.clock.instant().minusSeconds(60), bench.clock.instant());
    }

    @Test
    void an_unknown_plan_is_refused() {
        var tenant = bench.tenant(SMALL);

        var refusal = desk.refusal(BillingOperations.SET_PLAN, desk.on(tenant), new PlanChoice("huge"));

        assertThat(refusal).isInstanceOf(Refusal.ValidationFailed.class);
    }

    @Test
    void a_pause_refuses_the_next_call_and_says_why() {
        var tenant = bench.tenant(SMALL);

        var _ = desk.done(
                BillingOperations.SET_OVERRIDE,
                desk.on(tenant),
                new NewOverride(null, null, Enforcement.PAUSED, "unpaid", null));
        var verdict = bench.hold(tenant, 1);
        var billing = desk.done(BillingOperations.GET, desk.on(tenant), new NoInput());

        assertThat(((HoldDecision.Refused) verdict).refusal()).isInstanceOf(Refusal.AccountPaused.class);
        assertThat(billing.paused()).isTrue();
        assertThat(billing.pauseReason()).isEqualTo("unpaid");
    }

    @Test
    void an_override_is_shown_until_it_is_deleted() {
        var tenant = bench.tenant(SMALL);
        var override = new NewOverride(2_000L, 700L, null, "agreed", null);

        var set = desk.done(BillingOperations.SET_OVERRIDE, desk.on(tenant), override);
        var shown = desk.done(BillingOperations.GET_OVERRIDE, desk.on(tenant), new NoInput());
        var deleted = desk.done(BillingOperations.DELETE_OVERRIDE, desk.on(tenant), new NoInput());
        var gone = desk.refusal(BillingOperations.GET_OVERRIDE, desk.on(tenant), new NoInput());

        assertThat(List.of(shown, deleted)).containsOnly(set);
        assertThat(gone.code()).isEqualTo("resource_not_found");
        assertThat(bench.account(tenant).month().includedLeft()).isEqualTo(1_000);
    }

    @Test
    void the_ledger_is_paged_without_gap_or_repeat() {
        var tenant = bench.tenant(SMALL);
        for (int i = 0; i < 5; i++) {
            log.book(tenant, UsageCodec.encode(bench.usage(tenant, 10 + i)));
        }

        List<LedgerEntry> seen = new ArrayList<>();
        String cursor = null;
        do {
            var page = desk.done(LedgerOperations.LIST, desk.on(tenant), new LedgerPage(null, null, null, 2, cursor));
            seen.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(seen.stream().filter(entry -> entry.kind().equals("charge")).map(LedgerEntry::amountMicros))
                .containsExactly(14L, 13L, 12L, 11L, 10L);
        assertThat(seen).doesNotHaveDuplicates().hasSize(7);
    }

    @Test
    void a_workspace_sees_its_own_usage_events_and_no_others() {
        var tenant = bench.tenant(SMALL);
        var stranger = bench.tenant(SMALL);
        var event = bench.usage(tenant, 30);
        log.book(tenant, UsageCodec.encode(event));
        new LogInHand(bench).book(stranger, UsageCodec.encode(bench.usage(stranger, 31)));

        var page = desk.done(
                UsageOperations.LIST_EVENTS,
                desk.in(tenant),
                new UsageEventPage(null, null, null, null, null, null, null));
        var seenByStranger = recorded(stranger, event);
        var seenByOwner = recorded(tenant, event);

        assertThat(page.items().stream().map(UsageEvent::chargeMicros)).containsExactly(30L);
        assertThat(seenByStranger).isEmpty();
        assertThat(seenByOwner).hasSize(1);
    }

    @Test
    void the_application_can_neither_change_nor_delete_an_entry() {
        var tenant = bench.tenant(SMALL);

        var changed = attempt(tenant, "UPDATE billing.transfer SET amount_micros = 1");
        var deleted = attempt(tenant, "DELETE FROM billing.transfer");

        assertThat(List.of(changed, deleted)).allMatch(message -> message.contains("permission denied"));
    }

    private static String attempt(TenantId tenant, String sql) {
        return bench.await(() -> bench.app
                .transaction(
                        RowSecurityContext.of(tenant),
                        bench.deadline(),
                        transaction -> transaction.query(sql, Tuple.tuple()))
                .map("done")
                .otherwise(refused -> String.valueOf(refused.getMessage())));
    }

    private static List<StoredCall> recorded(TenantId tenant, UsageRecorded event) {
        var calls = new CallStore((sql, args) -> bench.app.read(RowSecurityContext.of(tenant), sql, args));
        return bench.await(
                () -> calls.ofRequest(Chain.of(event.call()), event.call().requestId(), 10));
    }
}
