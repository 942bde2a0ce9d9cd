package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.Rights;
import dev.tollgate.gateway.credential.Credential;
import org.jspecify.annotations.Nullable;

/** Whether a credential that is known may enter from where it comes: surface, address, workspace. Pure. */
final class AdmissionRules {

    static final AuthResult GUESSED = new AuthResult.UnknownCredential(true);

    private AdmissionRules() {}

    /** The verdict on a known credential. */
    static AuthResult verdict(Arrival arrival, Credential credential, @Nullable WorkspaceId workspace) {
        if (!Rights.fits(credential, arrival.surface())) {
            return GUESSED;
        }
        var context = context(arrival, credential);
        if (isFromWrongPlace(context, workspace)) {
            return new AuthResult.Rejected(context, new Refusal.Unauthorized(), true);
        }
        var refusal = refusal(context);
        return refusal == null
                ? new AuthResult.Authenticated(context)
                : new AuthResult.Rejected(context, refusal, false);
    }

    static RequestContext context(Arrival arrival, Credential credential) {
        var workspace = credential.workspace();
        return new RequestContext(arrival, credential, workspace == null ? null : workspace.tenant(), workspace);
    }

    /**
     * Whether the client address is not allowed, or the endpoint belongs to another workspace. The answer is that of an
     * unknown credential.
     */
    private static boolean isFromWrongPlace(RequestContext context, @Nullable WorkspaceId wanted) {
        var own = context.workspace();
        return !context.credential().allowed().hold(context.arrival().clientAddress())
                || (wanted != null && own != null && !wanted.equals(own.workspace()));
    }

    /** The refusal of a known credential; null if it is accepted. */
    private static @Nullable Refusal refusal(RequestContext context) {
        var workspace = context.workspace();
        if (workspace == null) {
            return null;
        }
        var closed = Rights.closed(workspace);
        return closed == null ? Rights.barred(context.credential(), workspace) : closed;
    }
}
