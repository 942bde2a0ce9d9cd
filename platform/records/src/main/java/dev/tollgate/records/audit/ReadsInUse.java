package dev.tollgate.records.audit;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * How reads have become audit entries up to now: each by the meter as it books it, or counted by the hour by a consumer
 * of its own. Two consumers of one topic are hardly ever at the same place, so a change of the setting could leave out
 * reads between them, or count them twice.
 */
public final class ReadsInUse {

    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    private static final String USE = "SELECT audit.use_reads($1)";

    private ReadsInUse() {}

    /**
     * Succeeds when reads are audited this way from now on; fails with {@link SettingsRejected} where a change would
     * lose or double reads. To be called before the topic is consumed.
     */
    public static Future<Void> agreed(Database database, boolean hourly, InstantSource clock) {
        return database.transaction(
                        RowSecurityContext.NONE,
                        clock.instant().plus(TIME_MAX),
                        transaction -> transaction.query(USE, Tuple.of(hourly)))
                .compose(rows -> rows.iterator().next().getBoolean(0)
                        ? Future.succeededFuture()
                        : Future.failedFuture(new SettingsRejected(
                                List.of("tollgate.audit.reads cannot change from hourly to each yet: audit and meter"
                                        + " have read tollgate.usage to different positions; see \"How reads are"
                                        + " audited\" in docs/money.md"))));
    }
}
