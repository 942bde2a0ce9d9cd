package dev.tollgate.gateway.workspace.audit;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.audit.chain.AuditEntry;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call as the audit shows it, or several refused alike.
 *
 * @param outcome {@code ok}, or the code of the refusal
 * @param calls number of calls it represents
 * @param inputDigest SHA-256 of the decoded input, in hex
 * @param dryRun true if everything was checked and nothing changed; absent otherwise
 * @param changes before and after of what was changed; absent where nothing was, where retention has dropped it, and on
 *     the app plane where the caller may not read the record, in the list of a tenant for events of its workspaces, in
 *     {@code get_request} behind 262,144 bytes of changes, and there for who may not list the audit
 * @param clientAddress absent, as are resource, digest, client and agent, in events of a workspace for a tenant's owner
 *     and for who may not list them; absent too where the entry is of several unknown callers
 */
public record AuditEvent(
        AuditEventId id,
        RequestId requestId,
        @Nullable String clientRequestId,
        Instant time,
        @Nullable TenantId tenantId,
        @Nullable WorkspaceId workspaceId,
        Actor actor,
        String surface,
        String operation,
        String action,
        @Nullable String resourceType,
        @Nullable String resourceId,
        String outcome,
        long calls,
        @Nullable Boolean dryRun,
        @Nullable String inputDigest,
        @Nullable JsonObject changes,
        @Nullable String clientAddress,
        @Nullable String userAgent) {

    /** The actor of an audit event. */
    public record Actor(String kind, String id, String name) {}

    /**
     * Which of them.
     *
     * @param action such as {@code task.create}
     * @param outcome {@code ok}, or an error code
     * @param actorId id of a credential, or name of an operator
     * @param from inclusive
     * @param to exclusive
     */
    public record Filter(
            @Nullable RequestId requestId,
            @Nullable @Size(max = 128) String action,
            @Nullable @Size(max = 64) String outcome,
            @Nullable @Size(max = 128) String actorId,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable @Min(1) @Max(100) Integer limit,
            @Nullable String cursor) {

        static Filter ofRequest(RequestId request) {
            return new Filter(request, null, null, null, null, null, null, null);
        }

        /**
         * Whether nearly all events may be left out, so that a list looks at many to find few. The events of a request
         * are near each other; those behind {@code to} are looked at too, for two hours.
         */
        boolean leavesOut() {
            return requestId == null && (action != null || outcome != null || actorId != null || to != null);
        }

        /** Equal for equal filters. */
        public String text() {
            return requestId + " " + action + " " + outcome + " " + actorId + ' ' + from + ' ' + to;
        }
    }

    /** What is seen of a call without its content: who called what, when, and how it ended. */
    AuditEvent outline() {
        return outline(actor);
    }

    /** The same with the id of the actor for its name, which may be an address of a person. */
    AuditEvent outlineWithoutName() {
        return outline(new Actor(actor.kind(), actor.id(), actor.id()));
    }

    private AuditEvent outline(Actor shown) {
        return new AuditEvent(
                id,
                requestId,
                null,
                time,
                tenantId,
                workspaceId,
                shown,
                surface,
                operation,
                action,
                null,
                null,
                outcome,
                calls,
                dryRun,
                null,
                null,
                null,
                null);
    }

    public static AuditEvent of(AuditEntry entry, @Nullable String changes) {
        var facts = entry.facts();
        return new AuditEvent(
                new AuditEventId(entry.id()),
                facts.requestId(),
                facts.clientRequestId(),
                facts.time(),
                facts.tenant(),
                facts.workspace(),
                new Actor(
                        facts.actor().kind().text(),
                        facts.actor().id(),
                        facts.actor().name()),
                facts.surface().text(),
                facts.operation(),
                facts.action(),
                entry.resourceType(),
                entry.resourceId(),
                entry.outcome(),
                entry.calls(),
                facts.dryRun() ? true : null,
                facts.inputDigest(),
                changes == null ? null : new JsonObject(changes),
                facts.clientAddress().isEmpty() ? null : facts.clientAddress(),
                facts.userAgent());
    }
}
