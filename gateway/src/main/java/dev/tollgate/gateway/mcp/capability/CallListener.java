package dev.tollgate.gateway.mcp.capability;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * The client that waits for the answer to a call. The first notification before the answer turns it into an event
 * stream; a client that accepts no stream, did not ask, or reads too slowly gets none. A modern client that closes its
 * connection has gone; one of the legacy era has not, its answer only has nowhere to go. To be used on the call's loop.
 */
public interface CallListener extends ProgressListener {

    /**
     * Progress of the call.
     *
     * @param done more than the last time, else ignored
     * @param total null if unknown
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

    @Override
    default void progress(long done, long total) {
        progress((double) done, (double) total, null);
    }
}
