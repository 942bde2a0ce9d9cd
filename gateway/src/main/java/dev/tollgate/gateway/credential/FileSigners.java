package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.McpClientId;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.RoleScopes;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that signed URLs were issued to, with what they may do now: one round trip per use of a URL. One per
 * event loop.
 */
public final class FileSigners {

    private static final String SIGNER = """
            SELECT h.scopes, h.ends_at, h.role, h.granted, h.rate_limit, h.allowed_ips,
            """ + CredentialRows.STANDING + """
              FROM control.signer_facts($1, $2, $3) h
             CROSS JOIN LATERAL control.workspace_facts($1::uuid) w
             CROSS JOIN LATERAL billing.plan_of(w.tenant_id) AS p (plan)
            """;

    /** A kind of actor, as its ids and the database name it, and where its credentials are used. */
    private record Kind(Class<? extends Id> id, String word, Actor.Kind actor, Surface surface) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(ApiKeyId.class, "api_key", Actor.Kind.API_KEY, Surface.REST),
            new Kind(McpClientId.class, "mcp_client", Actor.Kind.MCP_CLIENT, Surface.MCP),
            new Kind(MemberId.class, "member", Actor.Kind.MEMBER, Surface.MCP));

    private final Database database;

    public FileSigners(Database database) {
        this.database = database;
    }

    /** The id that an actor has as a credential; empty if it is of another kind. */
    public static Optional<UUID> id(String actor) {
        return KINDS.stream()
                .flatMap(kind -> TypeId.parse(TypeId.prefix(kind.id()), actor).stream())
                .findFirst();
    }

    /**
     * The credential of an actor; empty if it is revoked, expired or no longer a member of the workspace.
     *
     * @param actor id of the actor, such as {@code key_…}
     */
    public Future<Optional<Credential>> credential(WorkspaceId workspace, String actor) {
        for (var kind : KINDS) {
            var id = TypeId.parse(TypeId.prefix(kind.id()), actor);
            if (id.isPresent()) {
                return found(workspace, actor, kind, id.get());
            }
        }
        return Future.succeededFuture(Optional.empty());
    }

    private Future<Optional<Credential>> found(WorkspaceId workspace, String actor, Kind kind, UUID id) {
        return database.read(RowSecurityContext.NONE, SIGNER, Tuple.of(workspace.value(), kind.word(), id))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> credential(row, new Actor(kind.actor(), actor, actor), kind.surface(), id)));
    }

    private static Credential credential(Row row, Actor actor, Surface surface, UUID id) {
        var workspace = CredentialRows.standing(row);
        return new Credential(
                id,
                actor,
                surface,
                workspace,
                scopes(row, workspace),
                row.getInteger("rate_limit"),
                TimeColumn.read(row, "ends_at"),
                false,
                AllowedAddresses.of(row.getArrayOfStrings("allowed_ips")));
    }

    private static Set<Scope> scopes(Row row, WorkspaceSnapshot workspace) {
        var role = row.getString("role");
        if (role == null) {
            return CredentialRows.scopes(row.getArrayOfStrings("scopes"));
        }
        var granted = granted(row.getArrayOfStrings("granted"));
        return RoleScopes.allowed(Role.valueOf(role.toUpperCase(Locale.ROOT)), granted, workspace.modules());
    }

    private static @Nullable Set<Scope> granted(String @Nullable [] scopes) {
        return scopes == null ? null : CredentialRows.scopes(scopes);
    }
}
