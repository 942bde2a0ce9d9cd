package dev.tollgate.billing.account;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.Applied;
import dev.tollgate.money.account.Locked;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.rating.Account;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers the operations on accounts. */
public final class BillingAccounts {

    /** The most prepaid money of one account: sums of a few stay exact in Redis. */
    static final long PREPAID_MICROS_MAX = 1L << 50;

    private static final Refusal NO_OVERRIDE = new Refusal.ResourceNotFound("This account has no override.");

    private final AccountChanges changes;
    private final Accounts accounts;
    private final Database database;
    private final PriceBook prices;
    private final IdSource ids;
    private final InstantSource clock;

    public BillingAccounts(AccountParts parts) {
        this.changes = new AccountChanges(parts.work(), parts.posting(), parts.copies(), parts.ids(), parts.clock());
        this.accounts = parts.accounts();
        this.database = parts.database();
        this.prices = parts.prices();
        this.ids = parts.ids();
        this.clock = parts.clock();
    }

    public Future<Outcome<Billing>> get(Call<Nothing> call) {
        return found(call, locked -> Outcome.done(billing(locked)));
    }

    public Future<Outcome<TopUp>> createTopUp(Call<NewTopUp> call) {
        var wanted = call.input();
        if (past(wanted.expiresAt())) {
            return refused(Refusal.ValidationFailed.of("expires_at", "must lie ahead"));
        }
        var id = new TopUpId(ids.next());
        var tenant = call.caller().tenantId();
        return changes.run(
                call,
                transaction ->
                        accounts.topUp(transaction, tenant, id.value(), wanted.amountMicros(), wanted.expiresAt()),
                applied -> toppedUp(id, wanted, applied.after()),
                "top-up " + id);
    }

    public Future<Outcome<AccountTerms>> setPlan(Call<PlanChoice> call) {
        var plan = accounts.plans().find(call.input().plan());
        if (plan.isEmpty()) {
            return refused(Refusal.ValidationFailed.of("plan", "is not a plan of this installation"));
        }
        return changes.run(
                call,
                transaction -> accounts.setPlan(transaction, call.caller().tenantId(), plan.get()),
                applied -> Outcome.done(changed(applied)),
                "plan " + plan.get().name());
    }

    public Future<Outcome<OverrideShown>> setOverride(Call<NewOverride> call) {
        if (past(call.input().expiresAt())) {
            return refused(Refusal.ValidationFailed.of("expires_at", "must lie ahead"));
        }
        var override = call.input().override();
        return changes.run(
                call,
                transaction -> accounts.setOverride(transaction, call.caller().tenantId(), override),
                applied -> overridden(applied, OverrideShown.of(override)),
                "override: " + override.reason());
    }

    public Future<Outcome<OverrideShown>> getOverride(Call<Nothing> call) {
        return found(call, locked -> {
            var override = OverrideShown.of(locked.account().overrideAt(clock.instant()));
            return override == null ? Outcome.refused(NO_OVERRIDE) : Outcome.done(override);
        });
    }

    public Future<Outcome<OverrideShown>> deleteOverride(Call<Nothing> call) {
        return changes.run(
                call,
                transaction -> accounts.setOverride(transaction, call.caller().tenantId(), null),
                applied -> overridden(applied, OverrideShown.of(applied.before().overrideAt(clock.instant()))),
                "override ended");
    }

    public Future<Outcome<Page<PlanShown>>> listPlans(Call<Nothing> call) {
        return Future.succeededFuture(Outcome.done(new Page<>(
                accounts.plans().all().stream().map(BillingAccounts::shown).toList(), null)));
    }

    public Future<Outcome<Page<PriceShown>>> listPrices(Call<Nothing> call) {
        var version = prices.version(clock.instant());
        var shown = version.unitMicros().entrySet().stream()
                .map(price -> new PriceShown(price.getKey(), price.getValue(), version.version(), version.effective()))
                .sorted((one, other) -> one.dimension().compareTo(other.dimension()))
                .toList();
        return Future.succeededFuture(Outcome.done(new Page<>(shown, null)));
    }

    private <A> Future<Outcome<A>> found(Call<?> call, Function<Locked, Outcome<A>> shown) {
        return accounts.read(database, call.caller().tenantId())
                .map(account -> account.map(shown).orElseGet(AccountChanges::noAccount));
    }

    private Billing billing(Locked locked) {
        var now = clock.instant();
        return Billing.of(locked, now, prices.smallestMicros(now));
    }

    private Outcome<Change<TopUp>> toppedUp(TopUpId id, NewTopUp wanted, Account after) {
        if (after.prepaidLeft() > PREPAID_MICROS_MAX) {
            return Outcome.refused(new Refusal.Conflict("The prepaid balance would be too large."));
        }
        return Outcome.done(Change.created(new TopUp(
                id,
                after.tenant(),
                wanted.amountMicros(),
                wanted.expiresAt(),
                after.prepaidLeft(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                1)));
    }

    private Outcome<Change<OverrideShown>> overridden(Applied applied, @Nullable OverrideShown answer) {
        return answer == null ? Outcome.refused(NO_OVERRIDE) : Outcome.done(Change.of(answer, change(applied)));
    }

    private Change<AccountTerms> changed(Applied applied) {
        return Change.of(AccountTerms.of(applied.after(), clock.instant()), change(applied));
    }

    private RecordChange change(Applied applied) {
        var before = AccountTerms.of(applied.before(), clock.instant());
        return applied.before().equals(applied.after())
                ? RecordChange.unchanged(before)
                : RecordChange.updated(before, AccountTerms.of(applied.after(), clock.instant()));
    }

    private static PlanShown shown(Plan plan) {
        return new PlanShown(
                plan.name(),
                plan.includedMicros(),
                plan.capMicros(),
                plan.workspacesMax() == Plan.UNLIMITED ? null : plan.workspacesMax(),
                plan.tenantRate(),
                plan.credentialRate());
    }

    private boolean past(@Nullable Instant instant) {
        return instant != null && !instant.isAfter(clock.instant());
    }

    private static <A> Future<Outcome<A>> refused(Refusal refusal) {
        return Future.succeededFuture(Outcome.refused(refusal));
    }
}
