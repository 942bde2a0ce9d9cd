package dev.tollgate.gateway.identity;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.credential.Credential;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person with a token that still holds.
 *
 * @param endsAt when the token ends
 * @param verifiedEmail their address, where the issuer has verified it; else null
 */
public record SignedInPerson(
        Person person, Instant endsAt, @Nullable String verifiedEmail) {

    static SignedInPerson of(Person person, TokenClaims claims) {
        return new SignedInPerson(person, claims.expiresAt(), claims.verifiedEmail());
    }

    /** The credential of the person, in this workspace or, if null, elsewhere. */
    public Credential credential(@Nullable WorkspaceId workspace) {
        return Credential.subject(person.subject(), person.actor(workspace), endsAt);
    }

    public Set<Role> roles(@Nullable TenantId tenant, @Nullable WorkspaceId workspace) {
        return person.roles(tenant, workspace);
    }
}
