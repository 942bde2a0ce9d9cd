package dev.tollgate.modules.tracked;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it may be stored.
 *
 * @param index its place in the call
 * @param eventId 128 bits of the keyed hash of the sender's id; null where it sent none
 * @param actor 128 bits of the keyed hash of the actor, the same for ever; null where it sent none
 * @param revision of the definition that checked it; 0 where none did
 * @param properties with hashes in the place of values of the classes pii and sensitive
 */
public record HashedEvent(
        int index,
        String name,
        Instant occurredAt,
        @Nullable UUID eventId,
        @Nullable UUID actor,
        int revision,
        JsonObject properties) {}
