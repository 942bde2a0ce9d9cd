package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.runtime.memory.Deadlines;
import java.time.Duration;
import java.time.Instant;

/** Deadlines of the running calls of one loop, by protocol and operation. */
public final class CallDeadlines {

    public static final Duration REST_MAX = Duration.ofSeconds(10);
    public static final Duration MCP_MAX = Duration.ofSeconds(30);

    private final Deadlines rest = new Deadlines(REST_MAX);
    private final Deadlines mcp = new Deadlines(MCP_MAX);

    Deadlines of(Arrival arrival, Operation<?, ?> operation) {
        return isLong(arrival, operation) ? mcp : rest;
    }

    Instant deadline(Arrival arrival, Operation<?, ?> operation) {
        return arrival.time().plus(isLong(arrival, operation) ? MCP_MAX : REST_MAX);
    }

    private static boolean isLong(Arrival arrival, Operation<?, ?> operation) {
        return arrival.surface() == Surface.MCP || operation.has(Trait.LONG);
    }

    /** Ends the calls whose time is up. */
    void tick(long nowNanos) {
        rest.tick(nowNanos);
        mcp.tick(nowNanos);
    }
}
