package dev.tollgate.runtime.ids;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** New identities. Safe to use from any thread. */
@FunctionalInterface
public interface IdSource {
    UUID next();

    /** When a UUIDv7 was made, to the millisecond. */
    static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> Short.SIZE);
    }

    /** UUIDv7 (RFC 9562): ordered by the clock, and strictly increasing within this source. */
    static IdSource timeOrdered(InstantSource clock) {
        return new TimeOrderedIds(clock);
    }
}
