package dev.tollgate.gateway.pipeline;

import dev.tollgate.gateway.catalogue.CompiledFace;

/** The permit of the last gate of an order: the input may be read, and the operation called. */
sealed interface Permit<I, A> permits EntryGate.RestPermit, AccessGate.McpPermit {

    RequestContext context();

    CompiledFace<I, A> face();
}
