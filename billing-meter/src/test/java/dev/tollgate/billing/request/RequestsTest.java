package dev.tollgate.billing.request;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.account.NewOverride;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.rating.Enforcement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests for money and decisions of operators. */
class RequestsTest extends RequestTests {

    private static long topUps(TenantId tenant) {
        return bench.number(
                "SELECT count(*) FROM billing.transfer WHERE kind = 'top_up' AND tenant_id = '" + tenant.value() + "'");
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
}
