package dev.tollgate.gateway.pipeline;

import dev.tollgate.gateway.catalogue.CompiledFace;

/** The subject of a permit: a caller on a target, and the face of the operation that is called. */
abstract sealed class CheckedCall<I, A>
        permits TargetGate.Targeted, AccessGate.Allowed, AccessGate.McpPermit, EntryGate.RestPermit {

    private final RequestContext context;
    private final CompiledFace<I, A> face;

    CheckedCall(RequestContext context, CompiledFace<I, A> face) {
        this.context = context;
        this.face = face;
    }

    public RequestContext context() {
        return context;
    }

    public CompiledFace<I, A> face() {
        return face;
    }
}
