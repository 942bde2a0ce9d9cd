package dev.tollgate.gateway.pipeline;

/** The two orders of gates. A caller who is admitted for one cannot take the other. */
public sealed interface GateOrder {

    /** admit → target → allowed → enter → read → call. */
    final class Rest implements GateOrder {
        private Rest() {}
    }

    /** admit → enter → allowed → read → call. */
    final class Mcp implements GateOrder {
        private Mcp() {}
    }
}
