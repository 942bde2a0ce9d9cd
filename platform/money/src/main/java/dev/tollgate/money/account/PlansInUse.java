package dev.tollgate.money.account;

import dev.tollgate.money.price.Plans;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The plans that tenants are on. All of them must be known before anything can be rated. */
public final class PlansInUse {

    private static final String COUNT = "SELECT plan, tenants FROM billing.plans_in_use()";

    private PlansInUse() {}

    /**
     * Succeeds when settings know every plan in use; fails with {@link SettingsRejected}, which names the others, or
     * with what PostgreSQL failed with.
     */
    public static Future<Void> known(Database database, Plans plans) {
        return database.read(RowSecurityContext.NONE, COUNT, Tuple.tuple()).compose(rows -> {
            var missing = missing(rows, plans);
            return missing.isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture(new SettingsRejected(
                            List.of("tollgate.plans lacks plans that tenants use: " + String.join(", ", missing))));
        });
    }

    private static List<String> missing(RowSet<Row> rows, Plans plans) {
        var missing = new ArrayList<String>();
        for (var row : rows) {
            var plan = row.getString("plan");
            long tenants = row.getLong("tenants");
            if (plans.find(plan).isEmpty()) {
                missing.add(plan + " (" + tenants + (tenants == 1 ? " tenant)" : " tenants)"));
            }
        }
        return missing;
    }
}
