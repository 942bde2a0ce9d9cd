package dev.tollgate.billing.request;

import static dev.tollgate.billing.BillingBench.LARGE;
import static dev.tollgate.billing.BillingBench.SMALL;
import static dev.tollgate.billing.BillingBench.TINY;
import static dev.tollgate.billing.BillingBench.WIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.account.PlanChoice;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.usage.UsageCodec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans that owners choose themselves, and those that wait for an operator. */
class ChosenPlansTest extends RequestTests {

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
