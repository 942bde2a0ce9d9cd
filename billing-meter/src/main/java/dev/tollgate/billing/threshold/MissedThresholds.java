package dev.tollgate.billing.threshold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.AccountRows;
import dev.tollgate.money.account.LockedAccount;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Sends the events of accounts that changed without sending any: a gateway that notices the end of an override or a
 * top-up changes the account, and a trigger of the database notes it down.
 */
public final class MissedThresholds {

    /** Accounts of one transaction. */
    static final int PAGE = 200;

    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    private static final String NOTED = "SELECT tenant_id FROM billing.untold_account ORDER BY tenant_id LIMIT $1";

    private static final String DONE = "DELETE FROM billing.untold_account WHERE tenant_id = ANY ($1)";

    private final Database database;
    private final AccountRows accounts;
    private final ThresholdEvents events;
    private final OutboxSignal outbox;
    private final InstantSource clock;

    public MissedThresholds(
            Database database, AccountRows accounts, ThresholdEvents events, OutboxSignal outbox, InstantSource clock) {
        this.database = database;
        this.accounts = accounts;
        this.events = events;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** One page of them; the next round takes the next. */
    public Future<Void> tell() {
        var now = clock.instant();
        return database.transaction(RowSecurityContext.NONE, now.plus(TIME_MAX), transaction -> page(transaction, now))
                .onSuccess(slices -> slices.stream().forEach(outbox::wrote))
                .mapEmpty();
    }

    /**
     * The accounts are locked before their notes are taken: every change of an account uses that order. Locked accounts
     * keep their notes for the next round.
     */
    private Future<BitSet> page(Transaction transaction, Instant now) {
        return transaction.query(NOTED, Tuple.of((long) PAGE)).compose(noted -> {
            var tenants = tenants(noted);
            return tenants.isEmpty()
                    ? Future.succeededFuture(new BitSet())
                    : accounts.lockFree(transaction, tenants)
                            .compose(locked -> announced(transaction, locked, now)
                                    .compose(slices -> transaction
                                            .query(DONE, AccountRows.ids(tenants(locked)))
                                            .map(slices)));
        });
    }

    private Future<BitSet> announced(Transaction transaction, List<LockedAccount> locked, Instant now) {
        var slices = new BitSet();
        List<Future<BitSet>> told = new ArrayList<>();
        for (var one : locked) {
            told.add(events.writeMissed(transaction, one.account(), now).onSuccess(slices::or));
        }
        return Future.all(told).map(slices);
    }

    private static List<TenantId> tenants(RowSet<Row> rows) {
        List<TenantId> tenants = new ArrayList<>(rows.size());
        rows.forEach(row -> tenants.add(new TenantId(row.getUUID("tenant_id"))));
        return tenants;
    }

    private static List<TenantId> tenants(List<LockedAccount> locked) {
        return locked.stream().map(one -> one.account().tenant()).toList();
    }
}
