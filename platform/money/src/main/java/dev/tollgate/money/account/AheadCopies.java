package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.copy.AccountCopy;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.rating.PublishedFigures;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies that are ahead of their rows. A copy only ever gets committed figures, so a row that is read after the copy
 * and is behind it has lost commits. Such a copy would ignore publishes; it is dropped and rebuilt by the next call
 * under a number above both. What was held and not charged yet is bounded as with every rebuild.
 */
final class AheadCopies {

    /** Added to the number, for preparations whose commits were lost and that may still be on their way. */
    static final long NUMBERS_SKIPPED = 1_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(AheadCopies.class);

    private static final String SKIP_NUMBERS = """
            UPDATE billing.account AS a SET prep = GREATEST(a.prep, copy.inc) + $3
              FROM unnest($1::uuid[], $2::bigint[]) AS copy (tenant, inc)
             WHERE a.tenant = copy.tenant
            """;

    private final Database database;
    private final AccountFunctions functions;
    private final Copies.Setup setup;

    AheadCopies(Database database, RedisFunctions functions, Copies.Setup setup) {
        this.database = database;
        this.functions = new AccountFunctions(functions);
        this.setup = setup;
    }

    /** Drops those that are ahead, at most {@link RedisFunctions#ENTRIES_MAX}; gives how many. */
    Future<Integer> drop(RowSecurityContext context, Collection<TenantId> tenants) {
        List<TenantId> some = tenants.stream().limit(RedisFunctions.ENTRIES_MAX).toList();
        if (some.isEmpty()) {
            return Future.succeededFuture(0);
        }
        return functions
                .read(some)
                .compose(copies -> database.read(context, AccountSql.SELECT, AccountRows.ids(some))
                        .map(rows -> ahead(some, copies, rows)))
                .compose(ahead -> ahead.isEmpty() ? Future.succeededFuture(0) : dropped(context, ahead));
    }

    /** Drops those of which a budget's copy is ahead of its row; at most {@link RedisFunctions#ENTRIES_MAX}. */
    Future<Integer> dropWhole(RowSecurityContext context, Collection<TenantId> tenants) {
        List<TenantId> some = tenants.stream().limit(RedisFunctions.ENTRIES_MAX).toList();
        if (some.isEmpty()) {
            return Future.succeededFuture(0);
        }
        return functions.read(some).compose(copies -> {
            Map<TenantId, AccountCopy> present = new LinkedHashMap<>();
            for (int i = 0; i < some.size(); i++) {
                var tenant = some.get(i);
                copies.get(i).ifPresent(copy -> present.put(tenant, copy));
            }
            return present.isEmpty() ? Future.succeededFuture(0) : dropped(context, present);
        });
    }

    private Map<TenantId, AccountCopy> ahead(
            List<TenantId> tenants, List<Optional<AccountCopy>> copies, RowSet<Row> rows) {
        Map<TenantId, PublishedFigures> figures = new LinkedHashMap<>();
        for (Row row : rows) {
            var account = AccountSql.account(row, setup.plans());
            figures.put(account.tenant(), PublishedFigures.of(account));
        }
        Map<TenantId, AccountCopy> ahead = new LinkedHashMap<>();
        for (int i = 0; i < tenants.size(); i++) {
            var tenant = tenants.get(i);
            var row = figures.get(tenant);
            if (row != null) {
                copies.get(i).filter(copy -> copy.figures().aheadOf(row)).ifPresent(copy -> ahead.put(tenant, copy));
            }
        }
        return ahead;
    }

    /** The numbers are committed before a copy is gone: the rebuild takes a later one. */
    private Future<Integer> dropped(RowSecurityContext context, Map<TenantId, AccountCopy> ahead) {
        Tuple arguments = Tuple.tuple()
                .addArrayOfUUID(ahead.keySet().stream().map(TenantId::value).toArray(UUID[]::new))
                .addArrayOfLong(ahead.values().stream()
                        .map(copy -> copy.figures().inc())
                        .toArray(Long[]::new))
                .addLong(NUMBERS_SKIPPED);
        ahead.forEach((tenant, copy) -> LOGGER.atError()
                .addKeyValue("tenant", tenant)
                .addKeyValue("seq", copy.figures().seq())
                .addKeyValue("inc", copy.figures().inc())
                .addKeyValue("closed", copy.figures().closed())
                .log("account copy is ahead of its row, will be rebuilt"));
        return database.transaction(
                        context, setup.deadline(), transaction -> transaction.query(SKIP_NUMBERS, arguments))
                .compose(_ -> functions.drop(ahead))
                .map(dropped -> (int) dropped.stream().filter(one -> one).count());
    }
}
