package dev.tollgate.gateway.identity;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person of an identity provider, with all their memberships.
 *
 * @param subject the provider's own name for them
 * @param name what people call them: an address of theirs, or the subject
 */
public record Person(String subject, String name, Map<WorkspaceId, Membership> memberships, Set<TenantId> owned) {

    /** The membership in one workspace. */
    public record Membership(MemberId id, Role role) {}

    public Person {
        memberships = Map.copyOf(memberships);
        owned = Set.copyOf(owned);
    }

    /** Whether they have any membership; a person without one is rejected. */
    boolean known() {
        return !memberships.isEmpty() || !owned.isEmpty();
    }

    /** Their roles on a target; empty if they may not see it, and for calls without a target. */
    public Set<Role> roles(@Nullable TenantId tenant, @Nullable WorkspaceId workspace) {
        var roles = EnumSet.noneOf(Role.class);
        if (tenant != null && owned.contains(tenant)) {
            roles.add(Role.TENANT_OWNER);
        }
        var membership = workspace == null ? null : memberships.get(workspace);
        if (membership != null) {
            roles.add(membership.role());
        }
        return roles;
    }

    /** The actor for audit and usage. */
    Actor actor(@Nullable WorkspaceId workspace) {
        var membership = workspace == null ? null : memberships.get(workspace);
        return membership == null
                ? new Actor(Actor.Kind.SUBJECT, subject, name)
                : new Actor(Actor.Kind.MEMBER, membership.id().text(), name);
    }
}
