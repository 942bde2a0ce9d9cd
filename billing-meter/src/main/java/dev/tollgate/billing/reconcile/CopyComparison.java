package dev.tollgate.billing.reconcile;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.copy.AccountCopy;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compares the copies in Redis with their rows. A copy that is absent, of another incarnation or not as new as what was
 * to be published says nothing: it is being brought up to date.
 */
final class CopyComparison {

    private static final int PAGE = RedisFunctions.ENTRIES_MAX;
    private static final UUID FIRST = new UUID(0, 0);

    private static final String ROWS = """
            SELECT tenant, seq, publish_seq, inc, closed, included_left + open_included AS included,
                   prepaid_left + open_prepaid AS prepaid, cap_left + open_charged AS cap_left,
                   next_included + next_open_included AS next_included, next_cap + next_open_charged AS next_cap,
                   open_charged + next_open_charged AS charged,
                   EXISTS (SELECT FROM billing.prepaid_grant g
                            WHERE g.tenant = a.tenant AND g.ended AND g.remaining > 0) AS ending
              FROM billing.account a
             WHERE tenant > $1
             ORDER BY tenant
             LIMIT $2
            """;

    private static final String AGAIN = "SELECT tenant, seq, inc, closed FROM billing.account WHERE tenant = ANY ($1)";

    /**
     * Result of one round.
     *
     * @param waiting accounts with open holds or ended grants: they may wait for a close that no charge brings
     * @param ahead accounts whose copies have seen what their rows have not: PostgreSQL lost commits
     */
    record Found(List<Drift> drifts, List<TenantId> waiting, List<Drift> ahead) {
        static Found nothing() {
            return new Found(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final Database database;
    private final AccountFunctions functions;

    CopyComparison(Database database, RedisFunctions functions) {
        this.database = database;
        this.functions = new AccountFunctions(functions);
    }

    /** All accounts, a page after the other. */
    Future<Found> run() {
        var found = Found.nothing();
        return FutureLoop.<UUID>pages(after -> page(after == null ? FIRST : after, found))
                .map(found);
    }

    /** Completes with the last tenant of a whole page. */
    private Future<@Nullable UUID> page(UUID after, Found found) {
        return database.read(RowSecurityContext.INSTALLATION, ROWS, Tuple.of(after, PAGE))
                .compose(rows -> {
                    List<TenantId> tenants = tenants(rows);
                    if (tenants.isEmpty()) {
                        return Future.succeededFuture();
                    }
                    return functions.read(tenants).compose(copies -> {
                        compare(rows, copies, found);
                        return confirmed(suspects(rows, copies), found)
                                .map(_ -> tenants.size() < PAGE
                                        ? null
                                        : tenants.getLast().value());
                    });
                });
    }

    private static Map<UUID, AccountCopy> suspects(RowSet<Row> rows, List<Optional<AccountCopy>> copies) {
        Map<UUID, AccountCopy> suspects = new LinkedHashMap<>();
        int at = 0;
        for (var row : rows) {
            copies.get(at++)
                    .filter(copy -> ahead(copy, row))
                    .ifPresent(copy -> suspects.put(row.getUUID("tenant"), copy));
        }
        return suspects;
    }

    /** A row that is read after its copy is never behind it, unless commits were lost. */
    private Future<Void> confirmed(Map<UUID, AccountCopy> suspects, Found found) {
        if (suspects.isEmpty()) {
            return Future.succeededFuture();
        }
        var tenants = Tuple.tuple().addArrayOfUUID(suspects.keySet().toArray(UUID[]::new));
        return database.read(RowSecurityContext.INSTALLATION, AGAIN, tenants)
                .onSuccess(rows -> rows.forEach(row -> {
                    var copy = suspects.get(row.getUUID("tenant"));
                    if (copy != null && ahead(copy, row)) {
                        found.ahead()
                                .add(new Drift(
                                        new TenantId(row.getUUID("tenant")),
                                        "sequence of row and copy",
                                        "",
                                        row.getLong("seq"),
                                        copy.figures().seq()));
                    }
                }))
                .mapEmpty();
    }

    private static boolean ahead(AccountCopy copy, Row row) {
        var figures = copy.figures();
        long inc = row.getLong("inc");
        return figures.inc() > inc
                || (figures.inc() == inc
                        && (figures.seq() > row.getLong("seq") || figures.closed() > row.getLong("closed")));
    }

    private static void compare(RowSet<Row> rows, List<Optional<AccountCopy>> copies, Found found) {
        int at = 0;
        for (var row : rows) {
            var tenant = new TenantId(row.getUUID("tenant"));
            var copy = copies.get(at++);
            copy.ifPresent(present -> compare(tenant, row, present, found.drifts()));
            if (row.getBoolean("ending")
                    || copy.filter(present -> !present.held().isEmpty()).isPresent()) {
                found.waiting().add(tenant);
            }
        }
    }

    private static void compare(TenantId tenant, Row row, AccountCopy copy, List<Drift> drifts) {
        var figures = copy.figures();
        boolean comparable = figures.inc() == row.getLong("inc")
                && figures.seq() >= row.getLong("publish_seq")
                && figures.seq() <= row.getLong("seq");
        if (!comparable) {
            return;
        }
        differ(drifts, tenant, "included in row and copy", row.getLong("included"), figures.included());
        differ(drifts, tenant, "prepaid in row and copy", row.getLong("prepaid"), figures.prepaid());
        differ(drifts, tenant, "cap in row and copy", row.getLong("cap_left"), figures.capLeft());
        differ(drifts, tenant, "next included in row and copy", row.getLong("next_included"), figures.nextIncluded());
        differ(drifts, tenant, "next cap in row and copy", row.getLong("next_cap"), figures.nextCap());
        long charged = row.getLong("charged");
        if (copy.openMicros() < charged) {
            differ(drifts, tenant, "open charges and holds", charged, copy.openMicros());
        }
    }

    private static void differ(List<Drift> drifts, TenantId tenant, String what, long left, long right) {
        if (left != right) {
            drifts.add(new Drift(tenant, what, "", left, right));
        }
    }

    private static List<TenantId> tenants(RowSet<Row> rows) {
        List<TenantId> tenants = new ArrayList<>(rows.size());
        rows.forEach(row -> tenants.add(new TenantId(row.getUUID("tenant"))));
        return tenants;
    }
}
