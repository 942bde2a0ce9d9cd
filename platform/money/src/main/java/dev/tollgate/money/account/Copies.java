package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.clock.Clocks;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.copy.AccountFunctions.Preparation;
import dev.tollgate.money.copy.CopyRenewal;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToIntFunction;

/**
 * The copies in Redis, kept after their rows. A publish reads the row alone, is absolute and may be repeated at will; a
 * copy that was lost is prepared under a new number, and the meter answers when it has read that number's marker.
 */
public final class Copies implements CopyRenewal {

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PASSED_AGAIN = Duration.ofMillis(100);
    private static final Duration PASSED_AGAIN_MAX = Duration.ofSeconds(5);
    private static final Duration AGED_AGAIN = Duration.ofSeconds(5);

    /** Configuration that all copies of a process share. */
    public record Setup(
            Plans plans,
            InstantSource clock,
            ToIntFunction<TenantId> slices,
            OutboxSignal signal,
            CopyRebuilds rebuilds) {

        Instant deadline() {
            return clock.instant().plus(TRANSACTION_TIMEOUT);
        }
    }

    private final AccountFunctions functions;
    private final Setup setup;
    private final AheadCopies aheadCopies;
    private final Clocks clocks;
    private final CopyPublisher publisher;
    private final UnpublishedCopies unpublished;
    private final LostCopies lost;
    private final SliceClosings closings;
    private final CatchUp catchUp;
    private final CopyPublisher renewed;
    private final CatchUps catchUps = new CatchUps();
    private final TenantPacer passed = pacer(PASSED_AGAIN, PASSED_AGAIN_MAX);
    private final TenantPacer aged = pacer(AGED_AGAIN, AGED_AGAIN);
    private final BudgetPacer agedBudgets = new BudgetPacer(AGED_AGAIN);
    private final CatchUps lostBudgets = new CatchUps();
    private final BudgetCopies budgets;

    /** For one event loop; the database acts as the application or as the meter. */
    public Copies(Database database, RedisFunctions functions, Setup setup) {
        this(database, database, functions, setup);
    }

    /**
     * The same with connections of its own for renewals: calls that find copies outdated take none from calls that
     * write.
     */
    public Copies(Database database, Database renewals, RedisFunctions functions, Setup setup) {
        this.functions = new AccountFunctions(functions);
        this.setup = setup;
        this.aheadCopies = new AheadCopies(database, functions, setup);
        this.clocks = new Clocks(database, functions, setup.clock());
        this.publisher = new CopyPublisher(database, functions, setup);
        this.unpublished = new UnpublishedCopies(database, functions, publisher);
        this.lost = new LostCopies(renewals, functions, setup);
        this.closings = new SliceClosings(renewals);
        this.catchUp = new CatchUp(renewals, new AccountRows(setup.plans()), setup.slices());
        this.renewed = new CopyPublisher(renewals, functions, setup);
        this.budgets = new BudgetCopies(database, renewals, functions, setup);
    }

    /** After the commit that made the account: no hold can exist yet, so no marker is needed. */
    public Future<Void> first(TenantId tenant) {
        return functions.prepare(List.of(new Preparation(tenant, 1))).compose(_ -> publish(tenant));
    }

    /** After a commit that changed one account. */
    public Future<Void> publish(TenantId tenant) {
        return publish(RowSecurityContext.of(tenant), tenant);
    }

    /** The same for who changed it. */
    public Future<Void> publish(RowSecurityContext context, TenantId tenant) {
        return publisher.publish(context, List.of(tenant));
    }

    /** After a commit that changed many, where the role may see them all. */
    public Future<Void> publish(Collection<TenantId> tenants) {
        List<TenantId> all = List.copyOf(tenants);
        List<Future<Void>> rounds = new ArrayList<>();
        for (int from = 0; from < all.size(); from += RedisFunctions.ENTRIES_MAX) {
            int to = Math.min(all.size(), from + RedisFunctions.ENTRIES_MAX);
            rounds.add(publisher.publish(RowSecurityContext.INSTALLATION, all.subList(from, to)));
        }
        return Future.join(rounds).mapEmpty();
    }

    /**
     * Publishes the rows again that Redis has not acknowledged. For the meter's role.
     *
     * @return how many were waiting in this round
     */
    public Future<Integer> republish() {
        return unpublished.publish();
    }

    /**
     * Drops those of these copies that are ahead of their rows, which happens only where PostgreSQL lost commits or a
     * close was taken back; the next call of each account rebuilds its copy. For the meter's role.
     *
     * @return how many
     */
    public Future<Integer> dropAhead(Collection<TenantId> tenants) {
        return aheadCopies.drop(RowSecurityContext.INSTALLATION, tenants);
    }

    /** The clocks of both servers, beside that of this process. */
    public Clocks clocks() {
        return clocks;
    }

    @Override
    public Future<Void> renew(TenantId tenant, Need need, Instant redisNow) {
        long now = System.nanoTime();
        return switch (need) {
            case Need.Lost _ -> setup.rebuilds().take(tenant, now) ? lost.rebuild(tenant) : Future.succeededFuture();
            // A copy ends at whole milliseconds, a grant may end within one.
            case Need.Passed _ ->
                passed.take(tenant, now) ? caughtUp(tenant, redisNow.plusMillis(1)) : Future.succeededFuture();
            case Need.Aged(long bucket) ->
                aged.take(tenant, now) ? closed(tenant, bucket, redisNow, now) : Future.succeededFuture();
        };
    }

    /** The copies of the budgets of credentials. */
    public BudgetCopies budgets() {
        return budgets;
    }

    @Override
    public Future<Void> renewBudget(BudgetKey budget) {
        return lostBudgets.add(budget.tenant(), () -> budgets.renew(budget));
    }

    @Override
    public Future<Void> closeBudget(BudgetKey budget, long bucket) {
        long now = System.nanoTime();
        return agedBudgets.take(budget, now)
                ? closings.closed(setup.slices().applyAsInt(budget.tenant()), now)
                        .compose(closed -> closed >= bucket
                                ? catchUps.add(budget.tenant(), () -> budgets.renew(budget))
                                : Future.succeededFuture())
                : Future.succeededFuture();
    }

    @Override
    public void sound(TenantId tenant) {
        setup.rebuilds().sound(tenant);
        passed.forget(tenant);
    }

    /** While the meter lags, nothing has closed that the copy does not know: then the row is left alone. */
    private Future<Void> closed(TenantId tenant, long bucket, Instant redisNow, long nowNanos) {
        return closings.closed(setup.slices().applyAsInt(tenant), nowNanos)
                .compose(closed -> closed >= bucket ? caughtUp(tenant, redisNow) : Future.succeededFuture());
    }

    private Future<Void> caughtUp(TenantId tenant, Instant now) {
        return catchUps.add(
                tenant,
                () -> catchUp.run(tenant, now, setup.deadline())
                        .compose(_ -> renewed.publish(RowSecurityContext.of(tenant), List.of(tenant))));
    }

    private static TenantPacer pacer(Duration first, Duration most) {
        return new TenantPacer(first, most, () -> ThreadLocalRandom.current().nextDouble());
    }
}
