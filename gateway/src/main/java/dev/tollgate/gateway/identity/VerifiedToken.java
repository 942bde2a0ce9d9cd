package dev.tollgate.gateway.identity;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.credential.Credential;
import org.jspecify.annotations.Nullable;

/** A token that was checked, and what has been found out about it since. Confined to its event loop. */
final class VerifiedToken {

    /**
     * The workspace it was last let into.
     *
     * @param version of the changes of access that were known then
     */
    record WorkspaceEntry(WorkspaceId workspace, Credential credential, long version) {}

    private final TokenClaims claims;
    private boolean renewed;
    private @Nullable WorkspaceEntry entered;

    VerifiedToken(TokenClaims claims) {
        this.claims = claims;
        this.renewed = claims.organization() == null || claims.role() == null;
    }

    TokenClaims claims() {
        return claims;
    }

    /** Whether its claims about a role have reached the memberships, which they do once. */
    boolean renewed() {
        return renewed;
    }

    void hasRenewed() {
        renewed = true;
    }

    /** The cached admission for this workspace at this cache version; null if there is none. */
    @Nullable Credential entered(WorkspaceId workspace, long version) {
        return entered != null
                        && entered.version() == version
                        && entered.workspace().equals(workspace)
                ? entered.credential()
                : null;
    }

    void hasEntered(WorkspaceId workspace, Credential credential, long version) {
        entered = new WorkspaceEntry(workspace, credential, version);
    }
}
