package dev.tollgate.billing.simulation;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.Budgets;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetOwner;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.hold.SimulatedRedis;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.rating.AccountOverride;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.Grant;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What operators and owners change while calls run: top-ups, plan, cap, and the budget of a credential. */
final class SimulatedOperations {

    private static final List<Plan> PLANS =
            List.of(BillingBench.SMALL, BillingBench.LARGE, BillingBench.TINY, BillingBench.WIDE);
    private static final long[] CAPS = {500, 1_500, 2_500, 9_000};
    private static final long[] TOP_UPS = {50, 200, 900};
    private static final long[] LIMITS = {200, 600, 1_500};

    private final SimulatedWorld world;
    private final SimulatedAccount account;
    private final SimulatedNetwork network;
    private final Random random;
    private final Accounts accounts;

    SimulatedOperations(SimulatedRun.Parts parts) {
        this.world = parts.world();
        this.account = parts.account();
        this.network = parts.network();
        this.random = parts.random();
        this.accounts = world.bench.accounts;
    }

    /** @param server to which the change is published, unless its process dies first */
    void change(SimulatedRedis server) {
        switch (random.nextInt(8)) {
            case 0, 1 -> topUp();
            case 2 -> takeBack();
            case 3 -> setCap();
            case 4 -> setPlan();
            default -> setBudget(server);
        }
        account.remember();
        account.check("an operation");
        if (random.nextDouble() < 0.8) {
            network.publish(server);
        }
    }

    private void topUp() {
        long micros = pick(TOP_UPS);
        var ends = random.nextBoolean() ? world.now().plus(Duration.ofSeconds(20 + random.nextInt(200))) : null;
        var id = world.bench.ids.next();
        var _ = world.change(transaction -> accounts.topUp(transaction, world.tenant, id, micros, ends));
    }

    private void takeBack() {
        if (account.grants.isEmpty()) {
            return;
        }
        Grant grant = account.grants.get(random.nextInt(account.grants.size()));
        long micros = 1 + random.nextInt(200);
        var update = world.change(transaction -> accounts.takeBack(transaction, world.tenant, grant.id(), micros));
        account.took(update.change().takenBackMicros());
    }

    private void setCap() {
        var override = random.nextInt(4) == 0
                ? null
                : new AccountOverride(pick(CAPS), null, Enforcement.ENFORCE, "a cap", null);
        var _ = world.change(transaction -> accounts.setOverride(transaction, world.tenant, override));
    }

    private void setPlan() {
        var plan = PLANS.get(random.nextInt(PLANS.size()));
        long before = includedLeft();
        var _ = world.change(transaction -> accounts.setPlan(transaction, world.tenant, plan));
        account.remember();
        account.took(Math.max(0, before - includedLeft()));
    }

    private long includedLeft() {
        return account.row.month().includedLeft() + account.row.next().includedLeft();
    }

    private void setBudget(SimulatedRedis server) {
        var owner =
                new BudgetOwner(account.budgetKey, world.workspace, BudgetOwner.Kind.API_KEY, BillingBench.KEY.id());
        var per = random.nextInt(3) == 0 ? BudgetPeriod.TOTAL : BudgetPeriod.DAY;
        var limit = random.nextInt(6) == 0 ? null : new BudgetLimit(pick(LIMITS), per);
        var budgets = new Budgets(accounts, world.bench.clock);
        world.done(world.app()
                .transaction(
                        RowSecurityContext.of(world.tenant),
                        world.deadline(),
                        transaction -> budgets.set(transaction, owner, limit)));
        account.remember();
        if (random.nextDouble() < 0.8) {
            network.publishBudget(server);
        }
    }

    private long pick(long[] of) {
        return of[random.nextInt(of.length)];
    }
}
