package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.budget.CredentialBudget;
import dev.tollgate.money.copy.CopyRenewal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Calls that wait for the copies of budgets. */
class BudgetRenewalsTest {

    private static final TenantId ACME = new TenantId(new UUID(1, 1));

    private final List<PendingHold> sent = new ArrayList<>();
    private final List<Promise<Void>> renewing = new ArrayList<>();
    private final List<Long> closing = new ArrayList<>();
    private final BudgetRenewals renewals = new BudgetRenewals(
            new CopyRenewal() {
                @Override
                public Future<Void> renew(TenantId tenant, Need need, Instant now) {
                    return Future.succeededFuture();
                }

                @Override
                public Future<Void> renewBudget(BudgetKey budget) {
                    Promise<Void> renewed = Promise.promise();
                    renewing.add(renewed);
                    return renewed.future();
                }

                @Override
                public Future<Void> closeBudget(BudgetKey budget, long bucket) {
                    closing.add(bucket);
                    return Future.succeededFuture();
                }
            },
            sent::add);

    private static PendingHold call(int budget) {
        var known = new CredentialBudget(new UUID(2, budget), new BudgetLimit(100, BudgetPeriod.DAY));
        return new PendingHold(new HoldRequest(ACME, 1, List.of(), known), System.nanoTime(), Holds.ANSWER_TIMEOUT);
    }

    private static HoldReply reply(int code, long aged) {
        return new HoldReply(code, 1, 10, 50, 50, 0, 0, 0, 0, 0, new HoldReply.Budgeted(50, 100, aged, 0));
    }

    private PendingHold stale(PendingHold call) {
        assertThat(renewals.takes(call, reply(HoldReply.BUDGET_LOST, 0))).isTrue();
        return call;
    }

    private void answered(PendingHold call, int code, long aged) {
        var reply = reply(code, aged);
        renewals.answered(call.request(), reply.verdict(call.request()), reply);
    }

    @Test
    void after_a_renewal_one_call_tries_the_copy_and_the_others_follow_when_it_is_sound() {
        var first = stale(call(1));
        var second = stale(call(1));
        var third = stale(call(1));

        renewing.getFirst().complete();
        var tried = List.copyOf(sent);
        answered(first, HoldReply.ADMITTED, 0);

        assertThat(renewing).hasSize(1);
        assertThat(tried).containsExactly(first);
        assertThat(sent).containsExactly(first, second, third);
    }

    @Test
    void a_try_in_vain_renews_the_copy_again() {
        var first = stale(call(1));
        var _ = stale(call(1));
        renewing.getFirst().complete();

        var _ = stale(first);

        assertThat(renewing).hasSize(2);
        assertThat(sent).containsExactly(first);
    }

    @Test
    void a_try_that_says_nothing_leaves_the_next_to_another_call() {
        var first = stale(call(1));
        var second = stale(call(1));
        renewing.getFirst().complete();

        renewals.left(first);
        var _ = renewals.tick(System.nanoTime() + 20_000_000);

        assertThat(sent).containsExactly(first, second);
    }

    @Test
    void of_one_tenant_only_a_bounded_number_waits() {
        for (int number = 0; number < BudgetRenewals.WAITING_OF_TENANT_MAX; number++) {
            var _ = stale(call(number));
        }

        var beyond = stale(call(1));

        assertThat(beyond.future().failed()).isTrue();
    }

    @Test
    void only_an_admitted_call_has_old_buckets_closed() {
        answered(call(1), HoldReply.BUDGET_SPENT, 7);
        var ofRefused = List.copyOf(closing);

        answered(call(1), HoldReply.ADMITTED, 7);

        assertThat(ofRefused).isEmpty();
        assertThat(closing).containsExactly(7L);
    }
}
