package dev.tollgate.billing.account;

import dev.tollgate.billing.account.AccountChanges.Stored;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.account.LockedAccount;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers the operations on accounts. */
public final class BillingAccounts {

    private static final Refusal NO_OVERRIDE = new Refusal.ResourceNotFound("This account has no override.");

    private final AccountChanges changes;
    private final TopUps topUps;
    private final PlanChanges plans;
    private final Accounts accounts;
    private final Database database;
    private final PriceBook prices;
    private final IdSource ids;
    private final InstantSource clock;

    public BillingAccounts(AccountParts parts) {
        this.changes = parts.changes();
        this.topUps = new TopUps(parts.accounts(), parts.clock());
        this.plans = new PlanChanges(parts.accounts(), parts.clock());
        this.accounts = parts.accounts();
        this.database = parts.database();
        this.prices = parts.prices();
        this.ids = parts.ids();
        this.clock = parts.clock();
    }

    public Future<Outcome<Billing>> get(Call<NoInput> call) {
        return found(call, locked -> Outcome.done(billing(locked)));
    }

    public Future<Outcome<TopUp>> createTopUp(Call<NewTopUp> call) {
        var wanted = call.input();
        if (past(wanted.expiresAt())) {
            return Outcome.refusedFuture(Refusal.ValidationFailed.of("expires_at", "must be in the future"));
        }
        var id = new TopUpId(ids.next());
        return changes.run(
                call, transaction -> topUps.book(transaction, call.caller().tenantId(), id, wanted), "top-up " + id);
    }

    public Future<Outcome<AccountTerms>> setPlan(Call<PlanChoice> call) {
        var plan = accounts.plans().find(call.input().plan());
        if (plan.isEmpty()) {
            return Outcome.refusedFuture(Refusal.ValidationFailed.of("plan", "is not a plan of this installation"));
        }
        return changes.run(
                call,
                transaction -> plans.put(transaction, call.caller().tenantId(), plan.get()),
                "plan " + plan.get().name());
    }

    public Future<Outcome<OverrideShown>> setOverride(Call<NewOverride> call) {
        if (past(call.input().expiresAt())) {
            return Outcome.refusedFuture(Refusal.ValidationFailed.of("expires_at", "must be in the future"));
        }
        var override = call.input().override();
        return changes.run(
                call,
                transaction -> accounts.setOverride(transaction, call.caller().tenantId(), override)
                        .map(applied -> overridden(applied, _ -> OverrideShown.of(override))),
                "override: " + override.reason());
    }

    public Future<Outcome<OverrideShown>> getOverride(Call<NoInput> call) {
        return found(call, locked -> {
            var override = OverrideShown.of(locked.account().overrideAt(clock.instant()));
            return override == null ? Outcome.refused(NO_OVERRIDE) : Outcome.done(override);
        });
    }

    public Future<Outcome<OverrideShown>> deleteOverride(Call<NoInput> call) {
        return changes.run(
                call,
                transaction -> accounts.setOverride(transaction, call.caller().tenantId(), null)
                        .map(applied -> overridden(
                                applied, done -> OverrideShown.of(done.before().overrideAt(clock.instant())))),
                "override ended");
    }

    public Future<Outcome<Page<PlanShown>>> listPlans(Call<NoInput> call) {
        return Future.succeededFuture(Outcome.done(new Page<>(
                accounts.plans().all().stream().map(BillingAccounts::shown).toList(), null)));
    }

    public Future<Outcome<Page<PriceShown>>> listPrices(Call<NoInput> call) {
        var version = prices.version(clock.instant());
        var shown = version.unitMicros().entrySet().stream()
                .map(price -> new PriceShown(price.getKey(), price.getValue(), version.version(), version.effective()))
                .sorted((one, other) -> one.dimension().compareTo(other.dimension()))
                .toList();
        return Future.succeededFuture(Outcome.done(new Page<>(shown, null)));
    }

    private <A> Future<Outcome<A>> found(Call<?> call, Function<LockedAccount, Outcome<A>> shown) {
        return accounts.read(
                        database,
                        RowSecurityContext.ofTenant(call.caller()),
                        call.caller().tenantId())
                .map(account -> account.map(shown).orElseGet(AccountChanges::noAccount));
    }

    private Billing billing(LockedAccount locked) {
        var now = clock.instant();
        return Billing.of(locked, now, prices.smallestMicros(now));
    }

    private Outcome<Stored<OverrideShown>> overridden(
            Optional<AppliedUpdate> applied, Function<AppliedUpdate, @Nullable OverrideShown> shown) {
        if (applied.isEmpty()) {
            return AccountChanges.noAccount();
        }
        var answer = shown.apply(applied.get());
        return answer == null
                ? Outcome.refused(NO_OVERRIDE)
                : Outcome.done(new Stored<>(List.of(applied.get()), Change.of(answer, plans.change(applied.get()))));
    }

    private static PlanShown shown(Plan plan) {
        return new PlanShown(
                plan.name(),
                plan.includedMicros(),
                plan.capMicros(),
                plan.workspacesMax() == Plan.UNLIMITED ? null : plan.workspacesMax(),
                plan.tenantRate(),
                plan.credentialRate(),
                plan.selfService());
    }

    private boolean past(@Nullable Instant instant) {
        return instant != null && !instant.isAfter(clock.instant());
    }
}
