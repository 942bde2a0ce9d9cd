package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.AccountOverride;
import dev.tollgate.money.rating.AccountUpdate;
import dev.tollgate.money.rating.EntryCorrection;
import dev.tollgate.money.rating.Grant;
import dev.tollgate.money.rating.Rating;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes of accounts by callers, inside their transaction. Every change takes the next seq and must be published after
 * the commit ({@link Copies#publish}); its entries are to be posted to the ledger in the same transaction.
 */
public final class Accounts {

    /**
     * How long a change that a person asks for waits for the account: the meter has it for as long as a batch takes.
     */
    public static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    /**
     * The PostgreSQL channel on which gateways hear that what they remember of a credential, a workspace or a tenant is
     * old; a payload is ids as text with a space between.
     */
    public static final String ACCESS_CHANNEL = "tollgate_access";

    private static final String TELL_GATEWAYS = "SELECT pg_notify('" + ACCESS_CHANNEL + "', $1)";

    private final AccountRows rows;
    private final Plans plans;
    private final InstantSource clock;

    public Accounts(Plans plans, InstantSource clock) {
        this.rows = new AccountRows(plans);
        this.plans = plans;
        this.clock = clock;
    }

    /** A new account. After the commit: {@link Copies#first}. */
    public Future<Account> create(Transaction transaction, TenantId tenant, Plan plan) {
        Account account = Rating.open(tenant, plan, clock.instant()).account();
        return transaction
                .query(AccountSql.INSERT, AccountSql.arguments(account))
                .map(account);
    }

    /**
     * Adds money paid ahead.
     *
     * @param id of the grant, which the ledger names
     * @param expiresAt when it stops admitting holds; null for never
     */
    public Future<Optional<AppliedUpdate>> topUp(
            Transaction transaction, TenantId tenant, UUID id, long amountMicros, @Nullable Instant expiresAt) {
        Instant now = clock.instant();
        Grant grant = new Grant(id, amountMicros, amountMicros, expiresAt, false, now);
        return change(transaction, tenant, one -> Rating.topUp(one.account(), one.grants(), grant, now));
    }

    /**
     * Takes back the rest of a grant, up to an amount: {@link AccountUpdate#takenBackMicros} says how much that was.
     */
    public Future<Optional<AppliedUpdate>> takeBack(Transaction transaction, TenantId tenant, UUID id, long micros) {
        return change(
                transaction, tenant, one -> Rating.takeBack(one.account(), one.grants(), id, micros, clock.instant()));
    }

    /** Corrects an entry of the ledger; {@link AccountUpdate#correctedMicros} says what it moved. */
    public Future<Optional<AppliedUpdate>> correct(
            Transaction transaction, TenantId tenant, EntryCorrection correction) {
        return change(
                transaction, tenant, one -> Rating.correct(one.account(), one.grants(), correction, clock.instant()));
    }

    /** Puts the account on another plan, at once; gateways that remember its rates are told with the commit. */
    public Future<Optional<AppliedUpdate>> setPlan(Transaction transaction, TenantId tenant, Plan plan) {
        transaction.atCommit(TELL_GATEWAYS, Tuple.of(tenant.text()));
        return change(transaction, tenant, one -> Rating.plan(one.account(), one.grants(), plan, clock.instant()));
    }

    /** Sets the override and replaces an existing one; null ends it. */
    public Future<Optional<AppliedUpdate>> setOverride(
            Transaction transaction, TenantId tenant, @Nullable AccountOverride override) {
        return change(
                transaction, tenant, one -> Rating.override(one.account(), one.grants(), override, clock.instant()));
    }

    /** The account, locked until the transaction ends. */
    public Future<Optional<LockedAccount>> lock(Transaction transaction, TenantId tenant) {
        return rows.lock(transaction, List.of(tenant)).map(all -> all.stream().findFirst());
    }

    /** The account and its grants as they are committed now, from one snapshot each. */
    public Future<Optional<LockedAccount>> read(Database database, TenantId tenant) {
        return read(database, RowSecurityContext.of(tenant), tenant);
    }

    /** The same for who asks. */
    public Future<Optional<LockedAccount>> read(Database database, RowSecurityContext context, TenantId tenant) {
        Tuple ids = AccountRows.ids(List.of(tenant));
        return database.readAll(
                        context,
                        List.of(new SqlStatement(AccountSql.SELECT, ids), new SqlStatement(GrantSql.LEFT, ids)))
                .map(both -> rows.locked(both.get(0), both.get(1)).stream().findFirst());
    }

    /** The plans a caller may choose from. */
    public Plans plans() {
        return plans;
    }

    private Future<Optional<AppliedUpdate>> change(
            Transaction transaction, TenantId tenant, Function<LockedAccount, AccountUpdate> decided) {
        return lock(transaction, tenant).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            AppliedUpdate update = new AppliedUpdate(found.get().account(), decided.apply(found.get()));
            return rows.store(transaction, 0, List.of(update)).map(Optional.of(update));
        });
    }
}
