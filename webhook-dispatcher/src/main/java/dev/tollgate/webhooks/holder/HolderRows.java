package dev.tollgate.webhooks.holder;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.RoleScopes;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.runtime.postgres.EnumColumn;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the current rights of many holders from the control plane in one look-up. */
public final class HolderRows {

    private static final String FACTS = """
            SELECT workspace_id, kind, id, scopes, ends_at, role, granted
              FROM control.holder_facts($1::uuid[], $2::text[], $3::uuid[])
            """;

    /** A holder in its workspace. */
    public record WorkspaceHolder(UUID workspace, Holder holder) {}

    private final Set<String> modules;
    private final boolean judging;

    /**
     * @param modules keys of the modules there are
     * @param judging whether holders' rights count; if not, each may read everything
     */
    public HolderRows(Set<String> modules, boolean judging) {
        this.modules = Set.copyOf(modules);
        this.judging = judging;
    }

    /** The rights of each; who has no row any more has none. */
    public Future<Map<WorkspaceHolder, HolderRights>> rights(
            Transaction transaction, Collection<WorkspaceHolder> workspaceHolders) {
        Map<WorkspaceHolder, HolderRights> rights = new HashMap<>();
        Map<Asked, WorkspaceHolder> asked = new HashMap<>();
        for (var holder : workspaceHolders) {
            if (!judging || unlimited(holder.holder().kind())) {
                rights.put(holder, HolderRights.ALL);
            } else {
                rights.put(holder, HolderRights.NONE);
                var id = uuid(holder.holder().id());
                if (id != null) {
                    asked.put(new Asked(holder.workspace(), holder.holder().kind(), id), holder);
                }
            }
        }
        if (asked.isEmpty()) {
            return Future.succeededFuture(rights);
        }
        return transaction
                .query(FACTS, arguments(new ArrayList<>(asked.keySet())))
                .map(rows -> {
                    for (var row : rows) {
                        var kind = HolderKind.of(row.getString("kind"));
                        var holder = asked.get(new Asked(row.getUUID("workspace_id"), kind, row.getUUID("id")));
                        if (holder != null) {
                            rights.put(holder, rights(kind, row));
                        }
                    }
                    return rights;
                });
    }

    private record Asked(UUID workspace, HolderKind kind, UUID id) {}

    private HolderRights rights(HolderKind kind, Row row) {
        return switch (kind) {
            case API_KEY, MCP_CLIENT ->
                new HolderRights(false, scopes(row.getArrayOfStrings("scopes")), TimeColumn.read(row, "ends_at"));
            case MEMBER -> Holder.ROLES.roles().contains(role(row)) ? HolderRights.ALL : HolderRights.NONE;
            case OAUTH_AGENT -> {
                var granted = row.getArrayOfStrings("granted");
                yield new HolderRights(
                        false, RoleScopes.allowed(role(row), granted == null ? null : scopes(granted), modules), null);
            }
            case OPERATOR, WORKSPACE -> HolderRights.ALL;
        };
    }

    private static boolean unlimited(HolderKind kind) {
        return kind == HolderKind.OPERATOR || kind == HolderKind.WORKSPACE;
    }

    private static Role role(Row row) {
        return EnumColumn.read(row, "role", Role.class);
    }

    private static Set<Scope> scopes(String[] texts) {
        return Arrays.stream(texts).map(Scope::new).collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable UUID uuid(@Nullable String id) {
        if (id == null) {
            return null;
        }
        return TypeId.parse(id.substring(0, Math.max(0, id.indexOf('_'))), id).orElse(null);
    }

    private static Tuple arguments(List<Asked> asked) {
        return Tuple.tuple()
                .addArrayOfUUID(asked.stream().map(Asked::workspace).toArray(UUID[]::new))
                .addArrayOfString(asked.stream().map(one -> one.kind().text()).toArray(String[]::new))
                .addArrayOfUUID(asked.stream().map(Asked::id).toArray(UUID[]::new));
    }
}
