package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The client that waits for the answer to a call. The first thing it is told before the answer turns that into an event
 * stream; a client that takes no stream, did not ask, or reads too slowly is not told. To be used on the call's loop.
 */
public interface Audience {

    /** Whether {@link #progress} reaches anybody. */
    boolean wantsProgress();

    /**
     * How far the call is.
     *
     * @param done more than the last time, or it is passed over
     * @param total null where nobody knows
     * @param message in words; null for none
     */
    void progress(double done, @Nullable Double total, @Nullable String message);

    /**
     * A notification that belongs to this call, such as {@code notifications/message}. A log message reaches a modern
     * client only when its request asks for log messages.
     *
     * @param params an object
     */
    void notify(String method, JsonNode params);

    /** Whether the client has given up on the call: what has not begun need not begin. Never true in the legacy era. */
    boolean gone();
}
