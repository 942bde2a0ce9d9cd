package dev.tollgate.webhooks.subscription;

import dev.tollgate.runtime.memory.LruMap;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.holder.Holder;
import dev.tollgate.webhooks.holder.HolderRights;
import dev.tollgate.webhooks.holder.HolderRows;
import dev.tollgate.webhooks.holder.HolderRows.WorkspaceHolder;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Cache of subscribed endpoints by workspace. Intake compares the revision of each workspace in its own transaction, so
 * an endpoint that was committed before an event never misses it; attempts use the cache until a notification or its
 * age invalidates it. Used on one event loop.
 */
public final class Subscriptions {

    /** Module switches and states of workspaces have no revision: they are this old at most. */
    static final Duration AGE_MAX = Duration.ofSeconds(30);

    private static final int WORKSPACES_MAX = 10_000;
    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final String REVISIONS =
            "SELECT workspace_id, revision FROM webhooks.roster WHERE workspace_id = ANY ($1)";
    private static final String OPEN = "SELECT id FROM control.open_workspaces($1, 'integrations') AS w (id)";

    private final Database database;
    private final InstantSource clock;
    private final HolderRows holders;
    private final Map<UUID, Roster> known = new LruMap<>(WORKSPACES_MAX);

    /** Number of invalidations. */
    private long forgets;

    public Subscriptions(Database database, InstantSource clock, HolderRows holders) {
        this.database = database;
        this.clock = clock;
        this.holders = holders;
    }

    /** The rosters as they are committed now; a workspace that never had an endpoint has none. */
    public Future<Map<UUID, Roster>> current(Transaction transaction, Set<UUID> workspaces) {
        if (workspaces.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        long begun = forgets;
        return transaction.query(REVISIONS, ids(workspaces)).compose(rows -> {
            Map<UUID, Roster> current = new HashMap<>();
            Map<UUID, Long> changed = new HashMap<>();
            for (var row : rows) {
                var workspace = row.getUUID("workspace_id");
                long revision = row.getLong("revision");
                var roster = known.get(workspace);
                if (roster != null && roster.revision() == revision && fresh(roster)) {
                    current.put(workspace, roster);
                } else {
                    changed.put(workspace, revision);
                }
            }
            return changed.isEmpty()
                    ? Future.succeededFuture(current)
                    : read(transaction, changed, begun).map(read -> {
                        current.putAll(read);
                        return current;
                    });
        });
    }

    /** The roster of a workspace, from memory where that is good enough. */
    public Future<Roster> of(UUID workspace) {
        var roster = known.get(workspace);
        if (roster != null && fresh(roster)) {
            return Future.succeededFuture(roster);
        }
        known.remove(workspace);
        return database.transaction(
                        RowSecurityContext.NONE,
                        clock.instant().plus(TIME_MAX),
                        transaction -> current(transaction, Set.of(workspace)))
                .map(current -> current.getOrDefault(
                        workspace, new Roster(Roster.NO_REVISION, false, System.nanoTime(), Map.of())));
    }

    /** Invalidates the cache of this workspace. */
    public void forget(UUID workspace) {
        forgets++;
        known.remove(workspace);
    }

    /** Something may have been missed. */
    public void forgetAll() {
        forgets++;
        known.clear();
    }

    private Future<Map<UUID, Roster>> read(Transaction transaction, Map<UUID, Long> revisions, long begun) {
        var endpoints = transaction.query(Subscriber.SELECT, ids(revisions.keySet()));
        var open = transaction.query(OPEN, ids(revisions.keySet()));
        return endpoints
                .compose(rows -> holders.rights(transaction, workspaceHolders(rows)))
                .compose(rights -> open.map(opened -> {
                    var rosters = rosters(revisions, opened, endpoints.result(), rights);
                    // What was forgotten while it was read may be old already.
                    if (forgets == begun) {
                        known.putAll(rosters);
                    }
                    return rosters;
                }));
    }

    private static Set<WorkspaceHolder> workspaceHolders(RowSet<Row> endpoints) {
        Set<WorkspaceHolder> found = new HashSet<>();
        endpoints.forEach(row -> found.add(workspaceHolder(row)));
        return found;
    }

    private static WorkspaceHolder workspaceHolder(Row endpoint) {
        return new WorkspaceHolder(endpoint.getUUID("workspace_id"), Holder.of(endpoint));
    }

    private static Map<UUID, Roster> rosters(
            Map<UUID, Long> revisions, RowSet<Row> open, RowSet<Row> rows, Map<WorkspaceHolder, HolderRights> rights) {
        Set<UUID> opened = new HashSet<>();
        open.forEach(row -> opened.add(row.getUUID("id")));
        Map<UUID, Map<UUID, Subscriber>> endpoints = new HashMap<>();
        for (var row : rows) {
            var subscriber = Subscriber.of(row, rights.getOrDefault(workspaceHolder(row), HolderRights.NONE));
            endpoints
                    .computeIfAbsent(subscriber.workspace().value(), _ -> new HashMap<>())
                    .put(subscriber.id().value(), subscriber);
        }
        long now = System.nanoTime();
        Map<UUID, Roster> rosters = new HashMap<>();
        revisions.forEach((workspace, revision) -> rosters.put(
                workspace,
                new Roster(revision, opened.contains(workspace), now, endpoints.getOrDefault(workspace, Map.of()))));
        return rosters;
    }

    private static boolean fresh(Roster roster) {
        return System.nanoTime() - roster.readNanos() < AGE_MAX.toNanos();
    }

    private static Tuple ids(Collection<UUID> ids) {
        return Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    }
}
