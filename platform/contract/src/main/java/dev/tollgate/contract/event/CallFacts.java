package dev.tollgate.contract.event;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Facts about a call that audit and usage share.
 *
 * @param action audit action, such as {@code task.create}
 * @param inputDigest SHA-256 of the decoded input in lower-case hex; null when the input was never decoded
 * @param clientAddress the peer, or the first untrusted hop; empty for several calls of several clients
 * @param dryRun whether everything was checked and nothing changed
 */
public record CallFacts(
        RequestId requestId,
        @Nullable String clientRequestId,
        Instant time,
        @Nullable TenantId tenant,
        @Nullable WorkspaceId workspace,
        Actor actor,
        Surface surface,
        String operation,
        String action,
        @Nullable String inputDigest,
        String clientAddress,
        @Nullable String userAgent,
        boolean dryRun) {

    /** Those of a call that is no dry run. */
    public CallFacts(
            RequestId requestId,
            @Nullable String clientRequestId,
            Instant time,
            @Nullable TenantId tenant,
            @Nullable WorkspaceId workspace,
            Actor actor,
            Surface surface,
            String operation,
            String action,
            @Nullable String inputDigest,
            String clientAddress,
            @Nullable String userAgent) {
        this(
                requestId,
                clientRequestId,
                time,
                tenant,
                workspace,
                actor,
                surface,
                operation,
                action,
                inputDigest,
                clientAddress,
                userAgent,
                false);
    }

    /** The same call, by another actor: one that it is done for. */
    public CallFacts by(Actor other) {
        return new CallFacts(
                requestId,
                clientRequestId,
                time,
                tenant,
                workspace,
                other,
                surface,
                operation,
                action,
                inputDigest,
                clientAddress,
                userAgent,
                dryRun);
    }

    /** The same without what names its client: one of several calls of several clients. */
    public CallFacts withoutClient() {
        return new CallFacts(
                requestId,
                null,
                time,
                tenant,
                workspace,
                actor,
                surface,
                operation,
                action,
                inputDigest,
                "",
                null,
                dryRun);
    }

    /** The same call, with another action for the audit. */
    public CallFacts acting(String otherAction) {
        return new CallFacts(
                requestId,
                clientRequestId,
                time,
                tenant,
                workspace,
                actor,
                surface,
                operation,
                otherAction,
                inputDigest,
                clientAddress,
                userAgent,
                dryRun);
    }

    /** The same call, about this target: one that only its input names. */
    public CallFacts on(TenantId otherTenant, @Nullable WorkspaceId otherWorkspace) {
        return new CallFacts(
                requestId,
                clientRequestId,
                time,
                otherTenant,
                otherWorkspace,
                actor,
                surface,
                operation,
                action,
                inputDigest,
                clientAddress,
                userAgent,
                dryRun);
    }
}
