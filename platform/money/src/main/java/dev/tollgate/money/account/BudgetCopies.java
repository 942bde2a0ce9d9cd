package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.Budget;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.copy.AccountFunctions.Published;
import dev.tollgate.money.copy.BudgetFunctions;
import dev.tollgate.money.copy.BudgetFunctions.Publication;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;

/**
 * The copies of budgets in Redis, kept after their rows. A publish reads the row alone, is absolute and may be repeated
 * at will. A copy is made where there is none of the account's incarnation, and only while the account's copy is
 * current: no hold can have counted against it before. One that has closed further than its row goes with the account's
 * copy, for the same reason.
 */
public final class BudgetCopies {

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(2);

    private static final BudgetKey FIRST = new BudgetKey(new TenantId(new UUID(0, 0)), new UUID(0, 0));

    private final Database database;
    private final Database renewals;
    private final BudgetFunctions functions;
    private final AheadCopies aheadCopies;
    private final Acknowledgements acknowledgements;
    private final InstantSource clock;
    private final ToIntFunction<TenantId> slices;
    private BudgetKey after = FIRST;

    BudgetCopies(Database database, Database renewals, RedisFunctions functions, Copies.Setup setup) {
        this.database = database;
        this.renewals = renewals;
        this.functions = new BudgetFunctions(functions);
        this.aheadCopies = new AheadCopies(database, functions, setup);
        this.acknowledgements = new Acknowledgements(database, "billing.budget", List.of("tenant", "id"));
        this.clock = setup.clock();
        this.slices = setup.slices();
    }

    /** After a commit that changed one, for who changed it. */
    public Future<Void> publish(RowSecurityContext context, BudgetKey budget) {
        return publish(database, context, budget);
    }

    private Future<Void> publish(Database by, RowSecurityContext context, BudgetKey budget) {
        return by.read(context, BudgetSql.ONE, BudgetSql.arguments(budget)).compose(rows -> publish(context, rows));
    }

    /** After a commit that changed many, where the role may see them all. */
    public Future<Void> publish(Collection<BudgetKey> budgets) {
        List<BudgetKey> all = List.copyOf(budgets);
        List<Future<Void>> rounds = new ArrayList<>();
        for (int from = 0; from < all.size(); from += RedisFunctions.ENTRIES_MAX) {
            var round = all.subList(from, Math.min(all.size(), from + RedisFunctions.ENTRIES_MAX));
            rounds.add(database.read(RowSecurityContext.INSTALLATION, BudgetSql.SOME, BudgetSql.arguments(round))
                    .compose(rows -> publish(RowSecurityContext.INSTALLATION, rows)));
        }
        return Future.join(rounds).mapEmpty();
    }

    /**
     * Publishes some of those again that have not been acknowledged: goes on where the round before ended, so that
     * those which Redis refuses keep no other waiting. For the meter's role.
     */
    public Future<Void> republish() {
        var from = BudgetSql.arguments(after).addInteger(RedisFunctions.ENTRIES_MAX);
        return database.read(RowSecurityContext.INSTALLATION, BudgetSql.UNPUBLISHED, from)
                .compose(rows -> {
                    var budgets = BudgetSql.budgets(rows);
                    after = budgets.size() < RedisFunctions.ENTRIES_MAX
                            ? FIRST
                            : budgets.getLast().key();
                    return publish(RowSecurityContext.INSTALLATION, rows);
                });
    }

    /** Brings the row up to what its slice says, and publishes it. */
    Future<Void> renew(BudgetKey budget) {
        int slice = slices.applyAsInt(budget.tenant());
        return renewals.transaction(
                        RowSecurityContext.of(budget.tenant()),
                        clock.instant().plus(TRANSACTION_TIMEOUT),
                        transaction -> BudgetRows.catchUp(transaction, budget, slice))
                .compose(_ -> publish(renewals, RowSecurityContext.of(budget.tenant()), budget));
    }

    /** Without a current copy of the account nothing is published: the next hold makes the copy. */
    private Future<Void> publish(RowSecurityContext context, RowSet<Row> rows) {
        List<Publication> publications = new ArrayList<>(rows.size());
        List<Budget> budgets = new ArrayList<>(rows.size());
        rows.forEach(row -> budgets.add(BudgetSql.budget(row)));
        budgets.forEach(budget -> publications.add(new Publication(budget.key(), budget.figures())));
        if (publications.isEmpty()) {
            return Future.succeededFuture();
        }
        return functions.publish(publications).compose(published -> {
            List<Budget> acknowledged = new ArrayList<>();
            Set<TenantId> ahead = new LinkedHashSet<>();
            int at = 0;
            for (Row row : rows) {
                var budget = budgets.get(at);
                var answer = published.get(at);
                if (answer == Published.AHEAD) {
                    ahead.add(budget.key().tenant());
                } else if (row.getLong("acked_seq") < budget.publishSeq() && isAcknowledgement(answer)) {
                    acknowledged.add(budget);
                }
                at++;
            }
            return acknowledge(context, acknowledged)
                    .compose(_ -> aheadCopies.dropWhole(context, ahead))
                    .mapEmpty();
        });
    }

    /** A copy that has closed further than its row has not taken the figures: they are published again. */
    private static boolean isAcknowledgement(Published published) {
        return switch (published) {
            case NO_COPY, KNOWN, DONE -> true;
            case AHEAD, REFUSED, AWAY -> false;
        };
    }

    private Future<Void> acknowledge(RowSecurityContext context, List<Budget> acknowledged) {
        if (acknowledged.isEmpty()) {
            return Future.succeededFuture();
        }
        var arguments = BudgetSql.arguments(
                        acknowledged.stream().map(Budget::key).toList())
                .addArrayOfLong(acknowledged.stream().map(Budget::seq).toArray(Long[]::new));
        return acknowledgements.store(context, clock.instant().plus(TRANSACTION_TIMEOUT), arguments);
    }
}
