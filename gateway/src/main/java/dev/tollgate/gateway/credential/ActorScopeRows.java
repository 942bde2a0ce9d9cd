package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.McpClientId;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.RoleScopes;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.records.job.ActorScopes;
import dev.tollgate.records.job.JobSpender;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.EnumColumn;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Scopes of credentials and of members' agents, as the control plane has them now. */
public final class ActorScopeRows implements ActorScopes {

    private static final String FACTS = """
            SELECT scopes, role, granted FROM control.holder_facts(ARRAY[$1::uuid], ARRAY[$2::text], ARRAY[$3::uuid])
            """;

    private static final String SPENDER = """
            SELECT s.name, b.budget, b.micros, b.per
              FROM control.spender_facts($1, $2, $3) s
              LEFT JOIN LATERAL billing.live_budget(s.budget_of) b ON true
            """;

    private static final Map<Class<? extends Id>, Actor.Kind> ACTORS =
            Map.of(ApiKeyId.class, Actor.Kind.API_KEY, McpClientId.class, Actor.Kind.MCP_CLIENT);

    private static final Map<Class<? extends Id>, String> KINDS =
            Map.of(ApiKeyId.class, "api_key", McpClientId.class, "mcp_client", MemberId.class, "oauth_agent");

    private final Database database;

    public ActorScopeRows(Database database) {
        this.database = database;
    }

    @Override
    public Future<Optional<JobSpender>> spender(Caller in, String actor) {
        for (var kind : KINDS.entrySet()) {
            var id = TypeId.parse(TypeId.prefix(kind.getKey()), actor);
            if (id.isPresent()) {
                var args = Tuple.of(in.workspaceId().value(), kind.getValue(), id.get());
                return database.read(RowSecurityContext.NONE, SPENDER, args)
                        .map(rows -> rows.stream()
                                .findFirst()
                                .map(row -> new JobSpender(
                                        new Actor(
                                                ACTORS.getOrDefault(kind.getKey(), Actor.Kind.MEMBER),
                                                actor,
                                                row.getString("name")),
                                        CredentialRows.budget(row))));
            }
        }
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Set<Scope>> of(Caller in, String actor) {
        for (var kind : KINDS.entrySet()) {
            var id = TypeId.parse(TypeId.prefix(kind.getKey()), actor);
            if (id.isPresent()) {
                return read(in, kind.getValue(), id.get());
            }
        }
        return Future.succeededFuture(Set.of());
    }

    private Future<Set<Scope>> read(Caller in, String kind, UUID id) {
        var args = Tuple.of(in.workspaceId().value(), kind, id);
        return database.read(RowSecurityContext.NONE, FACTS, args).map(rows -> {
            for (var row : rows) {
                return scopes(in, row);
            }
            return Set.of();
        });
    }

    private static Set<Scope> scopes(Caller in, Row row) {
        var own = row.getArrayOfStrings("scopes");
        if (own != null) {
            return parsed(own);
        }
        var granted = row.getArrayOfStrings("granted");
        var role = EnumColumn.read(row, "role", Role.class);
        return RoleScopes.allowed(role, granted == null ? null : parsed(granted), in.modules());
    }

    private static Set<Scope> parsed(String[] texts) {
        return Arrays.stream(texts).map(Scope::new).collect(Collectors.toUnmodifiableSet());
    }
}
