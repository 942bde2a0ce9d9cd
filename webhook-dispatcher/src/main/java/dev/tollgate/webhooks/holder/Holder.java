package dev.tollgate.webhooks.holder;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Under whose rights events are sent: who made an endpoint or a replay, or last updated or resumed the endpoint.
 *
 * @param id of the credential or member as text, or the operator's name; null for the workspace
 */
public record Holder(HolderKind kind, @Nullable String id) {

    /** Roles that may change endpoints on the control plane, and so may hold them. */
    public static final Access.Roles ROLES = new Access.Roles(EnumSet.of(Role.OPERATOR, Role.OWNER, Role.ADMIN));

    /** The caller. */
    public static Holder of(Call<?> call) {
        var actor = call.caller().actor();
        return new Holder(
                switch (actor.kind()) {
                    case API_KEY -> HolderKind.API_KEY;
                    case MCP_CLIENT -> HolderKind.MCP_CLIENT;
                    case OPERATOR -> HolderKind.OPERATOR;
                    case MEMBER -> onControlPlane(call) ? HolderKind.MEMBER : HolderKind.OAUTH_AGENT;
                    case SUBJECT, SYSTEM -> throw new IllegalStateException("holds no webhook: " + actor);
                },
                actor.id());
    }

    /** The one of an endpoint's or a replay's row. */
    public static Holder of(Row row) {
        return new Holder(HolderKind.of(row.getString("holder_kind")), row.getString("holder_id"));
    }

    /** The refusal of a caller who may not read all of these; empty on the control plane, where roles decide. */
    public static Optional<Refusal> refusal(Call<?> call, Collection<Scope> needed) {
        return onControlPlane(call)
                ? Optional.empty()
                : needed.stream()
                        .filter(scope -> !call.caller().scopes().contains(scope))
                        .min(Scope::compareTo)
                        .map(Refusal.MissingRequiredScope::new);
    }

    private static boolean onControlPlane(Call<?> call) {
        return call.facts().surface() == Surface.CONTROL;
    }
}
