package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.budget.CredentialBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which requests of a lane have a lease, and what becomes of what nobody uses. */
class HoldLeasesTest {

    private static final long COST = 20;
    private static final int SEVERAL = 5;
    private static final TenantId TENANT = new TenantId(UUID.randomUUID());
    private static final HoldRequest REQUEST = new HoldRequest(TENANT, COST, List.of());

    private final List<Release> unused = new ArrayList<>();
    private boolean renews;
    private final HoldLeases leases = new HoldLeases(unused::add, _ -> renews);
    private long now = System.nanoTime();

    @Test
    void while_the_copy_of_an_account_is_renewed_its_lease_is_neither_used_nor_taken() {
        lease();
        renews = true;

        assertThat(leases.take(REQUEST, now)).isNull();
        assertThat(leases.ahead(REQUEST, SEVERAL, now)).isZero();
        assertThat(unused).containsExactly(release(SEVERAL));
    }

    @Test
    void what_comes_for_a_lease_that_has_ended_meanwhile_is_given_back() {
        lease();
        while (leases.take(REQUEST, now) != null) {}
        int ahead = leases.ahead(REQUEST, SEVERAL, now);
        now += 10 * HoldLease.LIFE.toNanos();
        var left = leases.tick(now);

        leases.held(answer(SEVERAL + ahead), SEVERAL, now);

        assertThat(left).isFalse();
        assertThat(ahead).isPositive();
        assertThat(unused).containsExactly(release(ahead));
    }

    @Test
    void what_is_not_used_in_time_is_given_back_and_the_lease_ends() {
        lease();
        now += 2 * HoldLease.LIFE.toNanos();

        assertThat(leases.tick(now)).isFalse();
        assertThat(unused).containsExactly(release(SEVERAL));
    }

    @Test
    void a_lane_that_closes_gives_back_what_it_holds_ahead_also_from_a_batch_that_is_answered_later() {
        lease();

        leases.close();
        leases.held(answer(2 * SEVERAL), SEVERAL, now);

        assertThat(unused).containsExactly(release(SEVERAL), release(SEVERAL));
        assertThat(leases.take(REQUEST, now)).isNull();
        assertThat(leases.ahead(REQUEST, SEVERAL, now)).isZero();
        assertThat(leases.tick(now)).isFalse();
    }

    @Test
    void a_credential_with_a_budget_has_no_lease() {
        var budget = new CredentialBudget(UUID.randomUUID(), new BudgetLimit(1_000_000, BudgetPeriod.DAY));
        var request = new HoldRequest(TENANT, COST, List.of(), budget);

        for (int batch = 0; batch < 10; batch++) {
            assertThat(leases.ahead(request, SEVERAL, now)).isZero();
        }
        assertThat(leases.tick(now + 1_000_000_000)).isFalse();
    }

    @Test
    void a_tenant_leaves_leases_to_others() {
        for (long cost = 1; cost <= 2 * HoldLeases.TENANT_REQUESTS_MAX; cost++) {
            var request = new HoldRequest(TENANT, cost, List.of());
            assertThat(leases.ahead(request, SEVERAL, now)).isZero();
        }

        assertThat(leases.size()).isEqualTo(HoldLeases.TENANT_REQUESTS_MAX);
        now += 10 * HoldLease.LIFE.toNanos();
        assertThat(leases.tick(now)).isFalse();
        lease();
    }

    /** Two batches with several calls, of which the second one holds as many ahead. */
    private void lease() {
        assertThat(leases.ahead(REQUEST, SEVERAL, now)).isZero();
        leases.held(answer(SEVERAL), SEVERAL, now);
        assertThat(leases.ahead(REQUEST, SEVERAL, now)).isEqualTo(SEVERAL);
        leases.held(answer(2 * SEVERAL), SEVERAL, now);
    }

    private static HoldReplies answer(int admitted) {
        long much = 1_000_000_000;
        return new HoldReplies(
                REQUEST, new HoldReply(HoldReply.ADMITTED, 7, 42, much, much, 0, 0, 0, 0, 0, null), admitted, null);
    }

    private static Release release(int calls) {
        return new Release(TENANT, new Charge.Hold(7, 42, null), calls * COST);
    }
}
