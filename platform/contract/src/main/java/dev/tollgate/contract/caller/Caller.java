package dev.tollgate.contract.caller;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The caller and the target of a call, after authentication.
 *
 * @param tenant the account that pays; null for calls on the installation as a whole
 * @param workspace the workspace the call acts in; null for calls on a tenant or the installation
 * @param scopes what the credential may do there; empty on the control plane, where roles decide
 * @param verifiedEmail an address that the identity provider has verified as the caller's; null where it names none
 * @param modules keys of the modules that are on in the workspace; empty for callers without a workspace
 * @param zone the time zone of the workspace, which says what day it is; UTC for callers without a workspace
 * @param roles what the caller is on the target; empty on the app plane, where scopes decide
 */
public record Caller(
        Actor actor,
        @Nullable TenantId tenant,
        @Nullable WorkspaceId workspace,
        Set<Scope> scopes,
        @Nullable String verifiedEmail,
        Set<String> modules,
        ZoneId zone,
        Set<Role> roles) {

    public Caller {
        scopes = Set.copyOf(scopes);
        modules = Set.copyOf(modules);
        roles = Set.copyOf(roles);
    }

    /** One without roles, as callers of the app plane are. */
    public Caller(
            Actor actor,
            @Nullable TenantId tenant,
            @Nullable WorkspaceId workspace,
            Set<Scope> scopes,
            @Nullable String verifiedEmail,
            Set<String> modules,
            ZoneId zone) {
        this(actor, tenant, workspace, scopes, verifiedEmail, modules, zone, Set.of());
    }

    /** One without an address and without modules, as callers without a workspace are. */
    public Caller(Actor actor, @Nullable TenantId tenant, @Nullable WorkspaceId workspace, Set<Scope> scopes) {
        this(actor, tenant, workspace, scopes, null, Set.of(), ZoneOffset.UTC);
    }

    /** One whose days are those of UTC. */
    public Caller(
            Actor actor,
            @Nullable TenantId tenant,
            @Nullable WorkspaceId workspace,
            Set<Scope> scopes,
            @Nullable String verifiedEmail,
            Set<String> modules) {
        this(actor, tenant, workspace, scopes, verifiedEmail, modules, ZoneOffset.UTC);
    }

    /** One whose roles decide. */
    public Caller(Actor actor, @Nullable TenantId tenant, @Nullable WorkspaceId workspace) {
        this(actor, tenant, workspace, Set.of());
    }

    /** The same caller, acting on this target, where it has none of its roles. */
    public Caller on(TenantId otherTenant, @Nullable WorkspaceId otherWorkspace) {
        return new Caller(actor, otherTenant, otherWorkspace, scopes, verifiedEmail, modules, zone);
    }

    /** The same caller with the scopes that its role stands for. */
    public Caller with(Set<Scope> scopesOfRole) {
        return new Caller(actor, tenant, workspace, scopesOfRole, verifiedEmail, modules, zone, roles);
    }

    public boolean isOperator() {
        return actor.kind() == Actor.Kind.OPERATOR;
    }

    /** Whether the caller has a scope of a module that is on: it can learn whether a record of it exists. */
    public boolean reaches(String module) {
        return modules.contains(module)
                && scopes.stream().anyMatch(scope -> scope.area().equals(module));
    }

    /** Whether the caller has the scope to read records of a module: a refusal may name them then. */
    public boolean reads(String module) {
        return scopes.contains(new Scope(module + ":read"));
    }

    /** The workspace of a call that cannot be made without one. */
    public WorkspaceId workspaceId() {
        return Objects.requireNonNull(workspace, "the operation acts in a workspace");
    }

    /** The tenant of a call that cannot be made without one. */
    public TenantId tenantId() {
        return Objects.requireNonNull(tenant, "the operation acts on a tenant");
    }
}
