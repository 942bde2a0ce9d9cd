package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import java.time.Duration;
import java.time.Instant;

/** Deadlines of the running calls of one loop, by protocol. */
public final class CallDeadlines {

    public static final Duration REST_MAX = Duration.ofSeconds(10);
    public static final Duration MCP_MAX = Duration.ofSeconds(30);

    private final Deadlines rest = new Deadlines(REST_MAX);
    private final Deadlines mcp = new Deadlines(MCP_MAX);

    Deadlines of(Surface surface) {
        return surface == Surface.MCP ? mcp : rest;
    }

    Instant deadline(Arrival arrival) {
        return arrival.time().plus(arrival.surface() == Surface.MCP ? MCP_MAX : REST_MAX);
    }

    /** Ends the calls whose time is up. */
    void tick(long nowNanos) {
        rest.tick(nowNanos);
        mcp.tick(nowNanos);
    }
}
