package dev.tollgate.billing.request;

import static dev.tollgate.billing.BillingBench.LARGE;
import static dev.tollgate.billing.BillingBench.SMALL;
import static dev.tollgate.billing.BillingBench.TINY;
import static dev.tollgate.billing.BillingBench.WIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.account.NewOverride;
import dev.tollgate.billing.account.PlanChoice;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.usage.UsageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of owners and decisions of operators, on real servers. */
class RequestsTest extends OnBench {

    private static final int AT_ONCE = 10;

    private static TopUpRequest asked(TenantId tenant, long micros) {
        return desk.done(
                ChangeRequestOperations.REQUEST_TOP_UP,
                desk.on(tenant),
                new NewTopUpRequest(micros, "by bank transfer"));
    }

    private static void asked(TenantId tenant, List<Long> amounts) {
        for (long micros : amounts) {
            var _ = asked(tenant, micros);
        }
    }

    private static PlanRequest asked(TenantId tenant, Plan plan) {
        return desk.done(ChangeRequestOperations.REQUEST_PLAN, desk.on(tenant), new NewPlanRequest(plan.name(), null));
    }

    private static long topUps(TenantId tenant) {
        return bench.number(
                "SELECT count(*) FROM billing.transfer WHERE kind = 'top_up' AND tenant_id = '" + tenant.value() + "'");
    }

    private static List<String> events(TenantId tenant) {
        return bench.events().stream()
                .filter(event -> event.tenant().equals(tenant))
                .map(DomainEvent::type)
                .toList();
    }

    private static String plan(TenantId tenant) {
        return bench.account(tenant).plan().name();
    }

    /** What calls at once came to. */
    private static <A> List<Outcome<A>> atOnce(Supplier<Outcome<A>> call) {
        var calls = IntStream.range(0, AT_ONCE)
                .mapToObj(_ -> CompletableFuture.supplyAsync(call))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private static <I, A> Refusal refusal(Operation<I, A> operation, TenantId tenant, I input) {
        return desk.refusal(operation, desk.on(tenant), input);
    }

    @Test
    void a_request_adds_no_money_until_an_operator_confirms_it() {
        var tenant = bench.tenant(SMALL);

        var request = asked(tenant, 700);
        long before = bench.account(tenant).prepaidLeft();
        var confirmed = desk.done(
                ChangeRequestOperations.CONFIRM_TOP_UP_REQUEST, desk.on(tenant), new TopUpRequestRef(request.id()));

        assertThat(request.status()).isEqualTo(RequestStatus.PENDING);
        assertThat(before).isZero();
        assertThat(confirmed.status()).isEqualTo(RequestStatus.CONFIRMED);
        assertThat(confirmed.topUpId().value()).isEqualTo(request.id().value());
        assertThat(bench.account(tenant).prepaidLeft()).isEqualTo(700);
        assertThat(events(tenant))
                .containsSubsequence("top_up_request.created", "top_up_request.confirmed", "top_up.created");
    }

    @Test
    void a_request_confirmed_by_many_at_once_is_one_top_up() {
        var tenant = bench.tenant(SMALL);
        var ref = new TopUpRequestRef(asked(tenant, 700).id());

        var outcomes =
                atOnce(() -> desk.outcome(ChangeRequestOperations.CONFIRM_TOP_UP_REQUEST, desk.on(tenant), ref, null));

        assertThat(outcomes).allMatch(outcome -> outcome instanceof Outcome.Done<TopUpRequest>);
        assertThat(bench.account(tenant).prepaidLeft()).isEqualTo(700);
        assertThat(topUps(tenant)).isEqualTo(1);
    }

    @Test
    void a_refused_request_can_not_be_confirmed_and_a_confirmed_one_not_refused() {
        var tenant = bench.tenant(SMALL);
        var first = asked(tenant, 700).id();
        var second = asked(tenant, 900).id();

        var refused = desk.done(
                ChangeRequestOperations.REFUSE_TOP_UP_REQUEST,
                desk.on(tenant),
                new TopUpRequestRefusal(first, "unpaid"));
        var _ = desk.done(ChangeRequestOperations.CONFIRM_TOP_UP_REQUEST, desk.on(tenant), new TopUpRequestRef(second));
        var tooLate = refusal(ChangeRequestOperations.CONFIRM_TOP_UP_REQUEST, tenant, new TopUpRequestRef(first));
        var twice =
                refusal(ChangeRequestOperations.REFUSE_TOP_UP_REQUEST, tenant, new TopUpRequestRefusal(second, "no"));

        assertThat(refused.reason()).isEqualTo("unpaid");
        assertThat(List.of(tooLate.code(), twice.code())).containsOnly("conflict");
        assertThat(bench.account(tenant).prepaidLeft()).isEqualTo(900);
        assertThat(events(tenant)).contains("top_up_request.refused");
    }

    @Test
    void no_more_than_ten_requests_are_pending_however_many_ask_at_once() {
        var tenant = bench.tenant(SMALL);
        asked(tenant, List.of(100L, 100L, 100L, 100L, 100L));

        var outcomes = atOnce(() -> desk.outcome(
                ChangeRequestOperations.REQUEST_TOP_UP, desk.on(tenant), new NewTopUpRequest(100, null), null));

        assertThat(outcomes.stream().filter(outcome -> outcome instanceof Outcome.Done<TopUpRequest>))
                .hasSize(5);
        assertThat(outcomes.stream()
                        .filter(outcome -> outcome instanceof Outcome.Refused<TopUpRequest>(var refusal)
                                && refusal instanceof Refusal.Conflict))
                .hasSize(5);
    }

    @Test
    void a_request_of_another_tenant_is_not_found() {
        var tenant = bench.tenant(SMALL);
        var stranger = bench.tenant(SMALL);
        var ref = new TopUpRequestRef(asked(tenant, 700).id());

        var refusal = refusal(ChangeRequestOperations.CONFIRM_TOP_UP_REQUEST, stranger, ref);

        assertThat(refusal.code()).isEqualTo("resource_not_found");
        assertThat(topUps(tenant) + topUps(stranger)).isZero();
    }

    @Test
    void requests_are_asked_and_confirmed_while_the_account_is_paused() {
        var tenant = bench.tenant(SMALL);
        var _ = desk.done(
                BillingOperations.SET_OVERRIDE,
                desk.on(tenant),
                new NewOverride(null, null, Enforcement.PAUSED, "unpaid", null));

        var request = asked(tenant, 700);
        var confirmed = desk.done(
                ChangeRequestOperations.CONFIRM_TOP_UP_REQUEST, desk.on(tenant), new TopUpRequestRef(request.id()));

        assertThat(confirmed.status()).isEqualTo(RequestStatus.CONFIRMED);
        assertThat(bench.account(tenant).prepaidLeft()).isEqualTo(700);
    }

    @Test
    void requests_are_listed_by_status_and_paged_without_gap_or_repeat() {
        var tenant = bench.tenant(SMALL);
        asked(tenant, List.of(100L, 101L, 102L, 103L, 104L));
        var refused = asked(tenant, 900);
        var _ = desk.done(
                ChangeRequestOperations.REFUSE_TOP_UP_REQUEST,
                desk.on(tenant),
                new TopUpRequestRefusal(refused.id(), "no"));

        var seen = new ArrayList<Long>();
        String cursor = null;
        do {
            var page = desk.done(
                    ChangeRequestOperations.LIST_TOP_UP_REQUESTS,
                    desk.on(tenant),
                    new RequestPage(RequestStatus.PENDING, 2, cursor));
            page.items().forEach(request -> seen.add(request.amountMicros()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(seen).containsExactly(104L, 103L, 102L, 101L, 100L);
    }

    @Test
    void a_plan_that_raises_anything_waits_for_the_operator() {
        var tenant = bench.tenant(SMALL);

        var larger = asked(tenant, LARGE);
        var widerCap = asked(tenant, WIDE);
        var before = plan(tenant);
        var confirmed = desk.done(
                ChangeRequestOperations.CONFIRM_PLAN_REQUEST, desk.on(tenant), new PlanRequestRef(larger.id()));

        assertThat(List.of(larger.status(), widerCap.status())).containsOnly(RequestStatus.PENDING);
        assertThat(before).isEqualTo("small");
        assertThat(confirmed.status()).isEqualTo(RequestStatus.CONFIRMED);
        assertThat(plan(tenant)).isEqualTo("large");
        assertThat(events(tenant)).containsSubsequence("plan_request.created", "plan_request.confirmed", "plan.set");
    }

    @Test
    void a_self_service_plan_that_raises_nothing_is_put_at_once() {
        var tenant = bench.tenant(SMALL);

        var request = asked(tenant, TINY);

        assertThat(request.status()).isEqualTo(RequestStatus.CONFIRMED);
        assertThat(request.decidedBy()).isEqualTo("self-service");
        assertThat(plan(tenant)).isEqualTo("tiny");
        assertThat(events(tenant)).containsSubsequence("plan_request.created", "plan_request.confirmed", "plan.set");
    }

    @Test
    void a_plan_gone_down_to_by_self_service_is_not_gone_up_from_by_self_service() {
        var tenant = bench.tenant(SMALL);
        var _ = asked(tenant, TINY);

        var back = asked(tenant, SMALL);
        var wide = asked(tenant, WIDE);

        assertThat(List.of(back.status(), wide.status())).containsOnly(RequestStatus.PENDING);
        assertThat(plan(tenant)).isEqualTo("tiny");
    }

    @Test
    void an_owner_chooses_once_a_calendar_month_also_when_an_operator_raised_the_plan_between() {
        var tenant = bench.tenant(SMALL);
        var _ = asked(tenant, TINY);
        var _ = desk.done(BillingOperations.SET_PLAN, desk.on(tenant), new PlanChoice("large"));

        var again = asked(tenant, TINY);

        assertThat(again.status()).isEqualTo(RequestStatus.PENDING);
        assertThat(plan(tenant)).isEqualTo("large");
    }

    @Test
    void owners_who_choose_at_once_choose_once() {
        var tenant = bench.tenant(LARGE);

        var outcomes = atOnce(() -> desk.outcome(
                ChangeRequestOperations.REQUEST_PLAN, desk.on(tenant), new NewPlanRequest(WIDE.name(), null), null));

        assertThat(outcomes.stream()
                        .filter(outcome -> outcome instanceof Outcome.Done<PlanRequest>(var request)
                                && request.status() == RequestStatus.CONFIRMED))
                .hasSize(1);
        assertThat(plan(tenant)).isEqualTo("wide");
    }

    @Test
    void a_chosen_plan_gives_back_no_included_usage_that_was_drawn() {
        var tenant = bench.tenant(SMALL);
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 800)));

        var _ = asked(tenant, TINY);

        assertThat(bench.account(tenant).month().includedLeft()).isZero();
        assertThat(bench.account(tenant).month().capLeft()).isEqualTo(1_200);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 200, 100, 200, 0, true",
        "100, 200, 99, 199, 0, true",
        "100, 200, 101, 200, 0, false",
        "100, 200, 50, 201, 0, false",
        "0, 0, 5, 5, 0, false",
        "100, 200, 99, 199, 1, false"
    })
    void an_owners_choice_never_raises_what_may_be_spent_unpaid(
            long included, long cap, long wantedIncluded, long wantedCap, long chosen, boolean allowed) {
        var present = new Plan("present", included, cap, 1, 1, 1);
        var wanted = new Plan("wanted", wantedIncluded, wantedCap, 1, 1, 1, true);
        var operatorsOnly = new Plan("wanted", wantedIncluded, wantedCap, 1, 1, 1);

        assertThat(PlanRequests.selfServiceAllowed(present, wanted, chosen)).isEqualTo(allowed);
        assertThat(PlanRequests.selfServiceAllowed(present, operatorsOnly, chosen))
                .isFalse();
    }
}
