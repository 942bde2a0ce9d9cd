package dev.tollgate.gateway.access;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.credential.AddressRange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Slows down guessing: after {@value #FAILURES_MAX} failed credentials in a minute, further ones from the same address
 * are refused until that minute is over. Valid credentials are accepted all the same. An IPv6 address counts with its
 * whole /64, which is what one customer has. One per gateway process; safe from any thread.
 */
public final class SourceThrottle {

    static final int FAILURES_MAX = 20;
    static final int SOURCES_MAX = 100_000;
    private static final long WINDOW_MILLIS = 60_000;

    private record Window(long endsMillis, int failures) {}

    private final ConcurrentMap<String, Window> sources = new ConcurrentHashMap<>();
    private final InstantSource clock;

    public SourceThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /** The refusal of an address that failed too often; null for all others. */
    public @Nullable Refusal refusal(String address) {
        if (sources.isEmpty()) {
            return null;
        }
        var window = sources.get(AddressRange.source(address));
        if (window == null || window.failures() < FAILURES_MAX) {
            return null;
        }
        long left = window.endsMillis() - clock.millis();
        return left <= 0
                ? null
                : new Refusal.RateLimited("Too many failed credentials from this address.", Duration.ofMillis(left));
    }

    /** Counts one failed credential. */
    public void failed(String address) {
        long now = clock.millis();
        if (sources.size() >= SOURCES_MAX) {
            makeRoom(now);
        }
        sources.compute(
                AddressRange.source(address),
                (_, window) -> window == null || window.endsMillis() <= now
                        ? new Window(now + WINDOW_MILLIS, 1)
                        : new Window(window.endsMillis(), window.failures() + 1));
    }

    /** Drops the windows that are over; when none is, the attack is wide and all start anew. */
    private void makeRoom(long now) {
        sources.values().removeIf(window -> window.endsMillis() <= now);
        if (sources.size() >= SOURCES_MAX) {
            sources.clear();
        }
    }
}
