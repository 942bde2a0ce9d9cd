package dev.tollgate.runtime.ids;

import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.UUID;

/** New identities. Safe to use from any thread. */
@FunctionalInterface
public interface IdSource {
    /** The time in a UUIDv7 has 48 bits. */
    long MILLIS_MAX = (1L << 48) - 1;

    UUID next();

    /** When a UUIDv7 was made, to the millisecond. */
    static Instant time(UUID id) {
        return Instant.ofEpochMilli(millis(id));
    }

    /** The same in milliseconds since 1970. */
    static long millis(UUID id) {
        return id.getMostSignificantBits() >>> Short.SIZE;
    }

    /** The least UUIDv7 of this millisecond since 1970; of a time before 1970 that of 1970. */
    static UUID least(long millis) {
        return new UUID(Math.clamp(millis, 0, MILLIS_MAX) << Short.SIZE, 0);
    }

    /**
     * UUIDv7 (RFC 9562), ordered by the clock. Each id of this source is greater than the one before, unless the clock
     * was set back by a second or more.
     */
    static IdSource timeOrdered(InstantSource clock) {
        var random = new SplittableRandom(new SecureRandom().nextLong());
        return TimeOrderedEpochFactory.builder()
                .withClock(clock.withZone(ZoneOffset.UTC))
                .withRandomFunction(() -> random.nextLong())
                .withIncrementPlus1()
                .build()::create;
    }
}
