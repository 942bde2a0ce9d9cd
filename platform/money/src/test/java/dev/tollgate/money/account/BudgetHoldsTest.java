package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetOwner;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.budget.CredentialBudget;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.hold.RateLimit;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds of credentials with a budget, over the real servers. */
class BudgetHoldsTest {

    private static final BudgetLimit LIMIT = new BudgetLimit(300, BudgetPeriod.DAY);

    private static MoneyBench bench;
    private static Holds holds;
    private static Holds others;

    private final TenantId tenant = bench.account(MoneyBench.SMALL);
    private final BudgetKey key = new BudgetKey(tenant, UUID.randomUUID());

    @BeforeAll
    static void open() {
        bench = new MoneyBench();
        bench.usageSays(0);
        holds = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, bench.copies));
        others = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, bench.copies));
        bench.awaited(bench.functions::load);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private void set(BudgetLimit limit) {
        var owner = new BudgetOwner(key, new WorkspaceId(new UUID(0, 1)), BudgetOwner.Kind.API_KEY, "key_1");
        bench.asTenant(tenant, transaction -> new Budgets(bench.accounts, bench.clock).set(transaction, owner, limit));
        bench.awaited(() -> bench.copies.budgets().publish(RowSecurityContext.of(key.tenant()), key));
    }

    private HoldRequest request(long cost, RateLimit... rates) {
        return new HoldRequest(tenant, cost, List.of(rates), new CredentialBudget(key.id(), LIMIT));
    }

    private HoldDecision hold(HoldRequest request) {
        return bench.awaited(() -> bench.verdict(holds, request));
    }

    private static Refusal refusal(HoldDecision decision) {
        return ((HoldDecision.Refused) decision).refusal();
    }

    private static HoldDecision.Admitted admitted(HoldDecision decision) {
        assertThat(decision).isInstanceOf(HoldDecision.Admitted.class);
        return (HoldDecision.Admitted) decision;
    }

    private List<String> keys() {
        List<String> names = new ArrayList<>();
        ((List<?>) bench.redis.must("KEYS", '{' + tenant.text() + "}:*"))
                .forEach(name -> names.add(new String((byte[]) name, StandardCharsets.UTF_8)));
        return names;
    }

    @Test
    void of_many_calls_over_two_gateways_exactly_as_many_are_admitted_as_the_budget_covers() {
        set(LIMIT);

        long admitted = 0;
        long refusedByBudget = 0;
        for (int round = 0; round < 10; round++) {
            List<HoldDecision> decisions = bench.awaited(() -> Future.join(IntStream.range(0, 40)
                            .mapToObj(one -> bench.verdict(one % 2 == 0 ? holds : others, request(7)))
                            .toList())
                    .map(all -> all.<HoldDecision>list()));
            admitted += decisions.stream()
                    .filter(HoldDecision.Admitted.class::isInstance)
                    .count();
            refusedByBudget += decisions.stream()
                    .filter(one -> one instanceof HoldDecision.Refused refused
                            && refused.refusal() instanceof Refusal.BudgetExhausted)
                    .count();
        }

        assertThat(admitted).isEqualTo(300 / 7);
        assertThat(admitted + refusedByBudget).isEqualTo(400);
    }

    @Test
    void a_refusal_by_budget_changes_nothing_and_says_what_is_left() {
        set(LIMIT);
        var rate = new RateLimit(RateLimit.TENANT, 100);
        var before = admitted(hold(request(200, rate)));

        var refused = (HoldDecision.Refused) hold(request(101, rate));
        var again = admitted(hold(request(100, rate)));

        assertThat(refused.refusal()).isInstanceOf(Refusal.BudgetExhausted.class);
        assertThat(refused.budget().remainingMicros()).isEqualTo(100);
        assertThat(refused.budget().resetsAt()).isAfter(bench.clock.instant());
        assertThat(again.budget().remainingMicros()).isZero();
        assertThat(before.balanceMicros() - again.balanceMicros()).isEqualTo(100);
        assertThat(again.rate().remaining())
                .isGreaterThanOrEqualTo(before.rate().remaining() - 1);
    }

    @Test
    void a_release_gives_the_budget_back() {
        set(LIMIT);
        var held = admitted(hold(request(300)));

        bench.onLoop(() -> {
            holds.release(tenant, held.hold(), 120);
            return null;
        });
        var again = hold(request(120));

        assertThat(held.hold().budget()).isEqualTo(key.id());
        assertThat(admitted(again).budget().remainingMicros()).isZero();
    }

    @Test
    void the_rate_the_cap_and_the_balance_refuse_before_the_budget() {
        set(new BudgetLimit(1, BudgetPeriod.TOTAL));
        var once = new RateLimit(RateLimit.TENANT, 1);

        var balance = refusal(hold(request(1_001)));
        var cap = refusal(hold(request(5_001)));
        var _ = admitted(hold(request(1, once)));
        var rate = refusal(hold(request(1, once)));
        var budget = refusal(hold(request(1)));

        assertThat(balance).isInstanceOf(Refusal.UsageBalanceExhausted.class);
        assertThat(cap).isInstanceOf(Refusal.MonthlyCapReached.class);
        assertThat(rate).isInstanceOf(Refusal.RateLimited.class);
        assertThat(budget).isInstanceOf(Refusal.BudgetExhausted.class);
        assertThat(((Refusal.BudgetExhausted) budget).resetsAt()).isNull();
    }

    @Test
    void a_changed_budget_acts_with_its_publish_and_one_that_was_removed_no_longer() {
        set(new BudgetLimit(10, BudgetPeriod.DAY));
        var tooMuch = hold(request(11));

        set(new BudgetLimit(20, BudgetPeriod.DAY));
        var fits = hold(request(11));
        set(new BudgetLimit(15, BudgetPeriod.DAY));
        var lowered = hold(request(5));
        set(null);
        var free = hold(request(500));

        assertThat(refusal(tooMuch)).isInstanceOf(Refusal.BudgetExhausted.class);
        var _ = admitted(fits);
        assertThat(refusal(lowered)).isInstanceOf(Refusal.BudgetExhausted.class);
        var _ = admitted(free);
    }

    @Test
    void a_budget_begins_with_what_usage_says_was_spent_in_its_period() {
        bench.usageSays(250);
        try {
            set(LIMIT);
        } finally {
            bench.usageSays(0);
        }

        assertThat(refusal(hold(request(51)))).isInstanceOf(Refusal.BudgetExhausted.class);
        var _ = admitted(hold(request(50)));
    }

    @Test
    void a_copy_that_is_not_there_is_made_when_a_hold_wants_it() {
        set(LIMIT);
        bench.redis.must("DEL", '{' + tenant.text() + "}:budget:" + key.id());

        var held = hold(request(300));

        assertThat(admitted(held).budget().remainingMicros()).isZero();
        assertThat(refusal(hold(request(1)))).isInstanceOf(Refusal.BudgetExhausted.class);
    }

    @Test
    void a_credential_without_a_budget_has_no_key_in_redis() {
        var _ = admitted(hold(new HoldRequest(tenant, 5, List.of(new RateLimit("api_key key_1", 10)))));

        assertThat(keys()).containsExactly('{' + tenant.text() + "}:account");
    }

    @Test
    void a_refusal_is_announced_to_the_listener() {
        var announced = new CompletableFuture<BudgetKey>();
        var listened = bench.onLoop(() -> {
            var of = new Holds(bench.vertx, bench.functions, bench.copies);
            of.onExhausted((budget, _) -> announced.complete(budget));
            return of;
        });
        set(new BudgetLimit(10, BudgetPeriod.MONTH));

        var refused = bench.awaited(() -> bench.verdict(listened, request(11)));

        assertThat(refusal(refused).retryAfter()).isNull();
        assertThat(announced).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(key);
    }
}
