package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.Places;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many may listen at once in this process. Safe from any thread. */
final class ListenPlaces {

    /** Streams of one credential. */
    static final int CREDENTIAL_MAX = 4;

    /** Streams of all. */
    static final int PROCESS_MAX = 10_000;

    private static final Duration LATER = Duration.ofSeconds(30);
    private static final Refusal TOO_MANY =
            new Refusal.RateLimited("A credential listens on at most " + CREDENTIAL_MAX + " streams at once.", LATER);
    private static final Refusal FULL = new Refusal.RateLimited("Too many listen to this gateway at once.", LATER);

    private final Places<UUID> credentials = new Places<>(CREDENTIAL_MAX);
    private final AtomicInteger taken = new AtomicInteger();
    private final int processMax;

    ListenPlaces(int processMax) {
        this.processMax = processMax;
    }

    /** Takes a place, which {@link #give} gives back; the refusal when there is none. */
    @Nullable Refusal take(UUID credential) {
        if (taken.incrementAndGet() > processMax) {
            taken.decrementAndGet();
            return FULL;
        }
        if (credentials.take(credential)) {
            return null;
        }
        taken.decrementAndGet();
        return TOO_MANY;
    }

    void give(UUID credential) {
        taken.decrementAndGet();
        credentials.give(credential);
    }

    /** Streams that are open. */
    int taken() {
        return taken.get();
    }
}
