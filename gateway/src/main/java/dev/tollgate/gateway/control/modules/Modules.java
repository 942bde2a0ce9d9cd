package dev.tollgate.gateway.control.modules;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.modules.ModuleOperations.ModuleQuery;
import dev.tollgate.gateway.control.modules.ModuleOperations.ModuleSetting;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.control.workspaces.LockedWorkspace;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Answers the operations on modules of a workspace. */
public final class Modules {

    private static final String LIST = """
            SELECT module, enabled, updated_at, last_actor, settings
              FROM control.module_switch
             WHERE workspace_id = $1
            """;

    private static final String SETTINGS =
            "SELECT settings FROM control.module_switch WHERE workspace_id = $1 AND module = $2";

    /** No row when it is so already. */
    private static final String SET = """
            INSERT INTO control.module_switch AS s (workspace_id, module, enabled, last_actor, updated_at, settings)
            VALUES ($1, $2, $3, $4, $5, $6::json)
                ON CONFLICT (workspace_id, module) DO UPDATE
               SET enabled = $3, last_actor = $4, updated_at = $5, settings = $6::json, version = s.version + 1
             WHERE s.enabled <> $3 OR s.settings::text IS DISTINCT FROM $6::json::text
            RETURNING version
            """;

    private static final String LOG = "activity";

    private final Work work;
    private final Cursors cursors;
    private final KnownModules known;
    private final InstantSource clock;

    public Modules(Work work, Cursors cursors, KnownModules known, InstantSource clock) {
        this.work = work;
        this.cursors = cursors;
        this.known = known;
        this.clock = clock;
    }

    public Future<Outcome<Page<ModuleSwitch>>> list(Call<ModuleQuery> call) {
        var filter = call.input();
        var from = "";
        if (filter.cursor() != null) {
            var place = cursors.position(call, "", filter.cursor());
            if (place.isEmpty()) {
                return Future.succeededFuture(Outcome.refused(Cursors.REFUSAL));
            }
            from = new String(place.get(), StandardCharsets.US_ASCII);
        }
        int limit = PageSize.of(filter.limit());
        var keys = known.keysAfter(from);
        return work.read(call, LIST, Tuple.of(call.caller().workspaceId().value()))
                .map(rows -> Outcome.done(page(rows, keys, limit, last -> cursors.at(call, "", last))));
    }

    /** Switching on needs an active workspace; switching off is always open. */
    public Future<Outcome<ModuleSwitch>> set(Call<ModuleSetting> call) {
        var setting = call.input();
        var title = known.title(setting.key());
        if (title.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(new Refusal.ResourceNotFound(known.missing(setting.key()))));
        }
        var faults = faults(setting);
        if (!faults.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
        }
        return work.write(
                call,
                tx -> locked(tx, call)
                        .compose(workspace -> setting.enabled()
                                ? workspace.whenActive(() -> switched(tx, call, title.get(), workspace.modules()))
                                : switched(tx, call, title.get(), workspace.modules())));
    }

    private static List<FieldError> faults(ModuleSetting setting) {
        if (setting.rules() == null) {
            return List.of();
        }
        return setting.key().equals(LOG)
                ? EventRule.faults(setting.rules())
                : List.of(new FieldError("rules", "are for the module " + LOG + " only"));
    }

    /** Alone, since settings and modules are read and written back. Switching off waits as every reduction does. */
    private static Future<LockedWorkspace> locked(Transaction tx, Call<ModuleSetting> call) {
        if (!call.input().enabled()) {
            tx.waitForLocks();
        }
        return LockedWorkspace.inTurn(tx, call.caller());
    }

    private Future<Outcome<Change<ModuleSwitch>>> switched(
            Transaction tx, Call<ModuleSetting> call, String title, Set<String> enabled) {
        var setting = call.input();
        var stamp = RowStamp.of(call, clock);
        var workspace = call.caller().workspaceId();
        return tx.query(SETTINGS, Tuple.of(workspace.value(), setting.key())).compose(stored -> {
            var before = settings(stored);
            var after = before.with(setting.rules());
            var answer = new ModuleSwitch(
                    setting.key(), title, setting.enabled(), stamp.time(), stamp.actor(), after.rules());
            var row = Tuple.of(workspace.value(), setting.key(), setting.enabled(), stamp.actor(), stamp.at())
                    .addValue(after.rules() == null ? null : after.stored());
            return tx.query(SET, row).compose(rows -> {
                if (rows.size() == 0) {
                    return Future.succeededFuture(Outcome.done(Change.of(answer)));
                }
                long version = rows.iterator().next().getLong("version");
                var was = new WorkspaceModules(workspace, version - 1, sorted(enabled), before.rules());
                var is = new WorkspaceModules(workspace, version, switched(enabled, setting), after.rules());
                return AccessInvalidation.tell(tx, workspace)
                        .map(Outcome.done(Change.of(answer, new RecordChange("workspace", null, was, is))));
            });
        });
    }

    private static ModuleSettings settings(RowSet<Row> rows) {
        for (var row : rows) {
            return ModuleSettings.of(row.getJsonObject("settings"));
        }
        return ModuleSettings.NONE;
    }

    private static List<String> switched(Set<String> enabled, ModuleSetting setting) {
        var after = new TreeSet<>(enabled);
        if (setting.enabled()) {
            after.add(setting.key());
        } else {
            after.remove(setting.key());
        }
        return List.copyOf(after);
    }

    private static List<String> sorted(Set<String> enabled) {
        return List.copyOf(new TreeSet<>(enabled));
    }

    private Page<ModuleSwitch> page(RowSet<Row> rows, List<String> keys, int limit, Function<byte[], String> cursor) {
        Map<String, Row> switched = new HashMap<>();
        rows.forEach(row -> switched.put(row.getString("module"), row));
        var shown = keys.subList(0, Math.min(limit, keys.size()));
        var items = shown.stream()
                .map(key -> item(key, known.title(key).orElseThrow(), switched))
                .toList();
        var more = shown.size() < keys.size();
        return new Page<>(items, more ? cursor.apply(shown.getLast().getBytes(StandardCharsets.US_ASCII)) : null);
    }

    private static ModuleSwitch item(String key, String title, Map<String, Row> switched) {
        var row = switched.get(key);
        return row == null
                ? new ModuleSwitch(key, title, false, null, null, null)
                : new ModuleSwitch(
                        key,
                        title,
                        row.getBoolean("enabled"),
                        TimeColumn.read(row, "updated_at"),
                        row.getString("last_actor"),
                        ModuleSettings.of(row.getJsonObject("settings")).rules());
    }
}
