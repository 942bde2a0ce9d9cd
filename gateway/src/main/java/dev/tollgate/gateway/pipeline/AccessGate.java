package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.Rights;
import dev.tollgate.gateway.catalogue.CompiledFace;
import org.jspecify.annotations.Nullable;

/** Checks what the connection offers, the module, then scope or role. No I/O. */
final class AccessGate {

    /** The caller of a REST call may call the operation. */
    static final class Allowed<I, A> extends CheckedCall<I, A> implements Gated<Allowed<I, A>> {
        private Allowed(RequestContext context, CompiledFace<I, A> face) {
            super(context, face);
        }
    }

    /** The last permit of the order of MCP. */
    static final class McpPermit<I, A> extends CheckedCall<I, A> implements Gated<McpPermit<I, A>>, Permit<I, A> {
        private McpPermit(RequestContext context, CompiledFace<I, A> face) {
            super(context, face);
        }
    }

    private AccessGate() {}

    static <I, A> Gated<Allowed<I, A>> allowed(TargetGate.Targeted<I, A> call) {
        var refusal = refusal(call.context(), call.face());
        return refusal == null ? new Allowed<>(call.context(), call.face()) : new Gated.Refused<>(refusal);
    }

    static <I, A> Gated<McpPermit<I, A>> allowed(EntryGate.Entered caller, CompiledFace<I, A> face) {
        var refusal = caller.context().filter().admits(face)
                ? refusal(caller.context(), face)
                : new Refusal.ToolNotOffered(face.operation().name());
        return refusal == null ? new McpPermit<>(caller.context(), face) : new Gated.Refused<>(refusal);
    }

    static @Nullable Refusal refusal(RequestContext context, CompiledFace<?, ?> face) {
        return Rights.missing(face.face().access(), context.credential(), context.workspace(), context.roles());
    }
}
