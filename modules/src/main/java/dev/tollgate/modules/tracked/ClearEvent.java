package dev.tollgate.modules.tracked;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it was sent, within {@link EventLimits}. Its values are in clear: it is never stored, logged or shown.
 *
 * @param index its place in the call
 * @param occurredAt when the sender says it occurred, else when it was received
 */
public record ClearEvent(
        int index,
        String name,
        @Nullable String eventId,
        Instant occurredAt,
        @Nullable String actor,
        JsonObject properties) {

    /** Shows no value. */
    @Override
    public String toString() {
        return "event " + index;
    }
}
