package dev.tollgate.modules.bi.event;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event as it is sent. Its limits are those of one event of the call: see {@link SentEvents}. */
public record TrackedEvent(
        @JsonPropertyDescription("Required. 1 to 100 of A-Z a-z 0-9 space _ . : / -") @Nullable String name,

        @JsonPropertyDescription("Your ID, up to 64 characters. A repetition within 31 days is a duplicate.") @Nullable String eventId,

        @JsonPropertyDescription("RFC 3339. Default now.") @Nullable Instant occurredAt,

        @JsonPropertyDescription("Who did it, up to 128 characters. Stored as a hash.") @Nullable String actor,

        @JsonPropertyDescription("Up to 64 keys, 3 levels, 8 KiB.") @Nullable JsonObject properties) {

    /** Shows no value: they are in clear. */
    @Override
    public String toString() {
        return "an event";
    }
}
