package dev.tollgate.gateway.control.tenants;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.price.Plan;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The billing accounts of new tenants. */
public final class TenantAccounts {

    private static final Logger LOGGER = LoggerFactory.getLogger(TenantAccounts.class);

    private final Accounts accounts;
    private final Function<TenantId, Future<Void>> firstCopy;

    /**
     * The accounts behind the tenants of one event loop.
     *
     * @param firstCopy makes the copy of a new account; the first call of the tenant makes it where this could not
     */
    public TenantAccounts(Accounts accounts, Function<TenantId, Future<Void>> firstCopy) {
        this.accounts = accounts;
        this.firstCopy = firstCopy;
    }

    boolean offers(String plan) {
        return accounts.plans().find(plan).isPresent();
    }

    String planNames() {
        return accounts.plans().all().stream().map(Plan::name).collect(Collectors.joining(", "));
    }

    /** The plan new tenants start on: the first that the settings offer. */
    String plan() {
        return accounts.plans().all().iterator().next().name();
    }

    Future<Void> create(Transaction tx, TenantId tenant, String plan) {
        return accounts.create(tx, tenant, accounts.plans().named(plan)).mapEmpty();
    }

    /** After the commit. Never fails: the tenant exists even without the copy. */
    Future<Void> open(TenantId tenant) {
        return firstCopy.apply(tenant).recover(failure -> {
            LOGGER.atWarn()
                    .addKeyValue("tenant", tenant)
                    .addKeyValue("cause", failure.getMessage())
                    .log("failed to create account copy, will be created at first call");
            return Future.succeededFuture();
        });
    }
}
