package dev.tollgate.gateway.workspace.live;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.call.CallWords;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads marks of a workspace or tenant: texts that differ once something has changed. They contain figures and ids, so
 * they are compared and never sent. What people read on the control plane changes no mark: a page that reads itself
 * again would never come to rest. One statement by indexes, in the walls of its target, on the event loop of the
 * database.
 */
public final class ChangeMarks {

    /** How far back the newest calls and audit entries are looked for. */
    private static final Duration RECORDED = Duration.ofMinutes(10);

    /** How old the event of a newest delivery may be. */
    private static final Duration DELIVERED = Duration.ofDays(1);

    private static final String MARKS = """
            SELECT (SELECT c.last_id::text
                      FROM records.call_segment AS c
                     WHERE c.chain = $2 AND c.last_id >= $3 AND c.words && $5
                     ORDER BY c.last_id DESC
                     LIMIT 1) AS usage,
                   NULLIF(concat_ws('/',
                       (SELECT e.id
                          FROM audit.event AS e
                         WHERE e.chain = COALESCE($2::uuid, $1::uuid) AND e.id >= $3
                           AND (e.surface <> 'control' OR e.body_digest IS NOT NULL)
                         ORDER BY e.id DESC
                         LIMIT 1),
                       (SELECT c.last_id
                          FROM records.call_segment AS c
                         WHERE c.chain = COALESCE($2::uuid, $1::uuid) AND c.last_id >= $3
                           AND c.entries > 0 AND c.words && $5
                         ORDER BY c.last_id DESC
                         LIMIT 1)), '') AS request,
                   (SELECT d.id::text
                      FROM webhooks.delivery AS d
                     WHERE d.workspace_id = $2 AND d.event_id >= $4
                     ORDER BY d.id DESC
                     LIMIT 1) AS delivery,
                   (SELECT concat_ws('/', count(*), max(s.last_success_at), max(s.last_failure_at), max(s.next_due),
                                     max(s.stopped_at), sum(s.failed_attempts))
                      FROM webhooks.endpoint_state AS s
                     WHERE s.workspace_id = $2) AS endpoints,
                   (SELECT concat_ws('/', a.plan, a.period, a.cap, a.included, a.enforcement, a.override_cap,
                                     a.override_enforcement, a.spent, a.included_drawn, a.prepaid_left)
                      FROM billing.account AS a
                     WHERE a.tenant = $1) AS account
            """;

    /** Words of calls that are not made on the control plane. */
    private static final String[] OF_OTHERS = Arrays.stream(Surface.values())
            .filter(surface -> surface != Surface.CONTROL)
            .map(CallWords::surface)
            .toArray(String[]::new);

    /**
     * The marks of one moment. Of a tenant, usage has the mark of the account, and there are no deliveries.
     *
     * @param usage null where nothing was called lately
     * @param request null where nothing was audited lately
     */
    public record Marks(@Nullable String usage, @Nullable String request, String delivery, String account) {}

    private final Database database;
    private final InstantSource clock;

    public ChangeMarks(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The marks of a target, now. Fails while PostgreSQL is away.
     *
     * @param workspace null for the tenant itself
     */
    public Future<Marks> of(TenantId tenant, @Nullable WorkspaceId workspace) {
        var now = clock.instant();
        var args = Tuple.tuple()
                .addUUID(tenant.value())
                .addUUID(workspace == null ? null : workspace.value())
                .addUUID(IdSource.least(now.minus(RECORDED).toEpochMilli()))
                .addUUID(IdSource.least(now.minus(DELIVERED).toEpochMilli()))
                .addArrayOfString(OF_OTHERS);
        return database.readPage(new RowSecurityContext(tenant, workspace, false), MARKS, args)
                .map(rows -> marks(rows.iterator().next(), workspace != null));
    }

    private static Marks marks(Row row, boolean ofWorkspace) {
        var account = Objects.requireNonNullElse(row.getString("account"), "");
        return new Marks(
                ofWorkspace ? row.getString("usage") : account,
                row.getString("request"),
                row.getString("delivery") + '/' + row.getString("endpoints"),
                account);
    }
}
