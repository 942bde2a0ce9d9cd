package dev.tollgate.gateway.mcp.listen;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.memory.KeyCounts;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Limits open streams of {@code subscriptions/listen} per credential, tenant and process. A full process stays fair: a
 * tenant with fewer streams takes the newest slot of the tenant with the most. Safe from any thread.
 */
public final class ListenLimiter {

    /** Streams of one credential. */
    public static final int CREDENTIAL_MAX = 4;

    /** Streams of all. */
    public static final int PROCESS_MAX = 10_000;

    private static final Duration LATER = Duration.ofSeconds(30);
    private static final Refusal CREDENTIAL_FULL = new Refusal.RateLimited(
            "A credential may have at most " + CREDENTIAL_MAX + " listen streams open at once.", LATER);
    private static final Refusal PROCESS_FULL =
            new Refusal.RateLimited("Too many listen streams are open on this gateway.", LATER);

    /** The slot of one stream; equal to itself only. */
    static final class Slot {
        private final UUID tenant;
        private final UUID credential;
        private final Runnable evict;

        /** {@code evict} ends the stream, from any thread, once its slot was given to another tenant. */
        public Slot(UUID tenant, UUID credential, Runnable evict) {
            this.tenant = tenant;
            this.credential = credential;
            this.evict = evict;
        }
    }

    private final Map<UUID, SequencedSet<Slot>> tenants = new HashMap<>();
    private final KeyCounts<UUID> credentials = new KeyCounts<>();
    private final int processMax;
    private final int tenantMax;
    private final Refusal tenantFull;

    public ListenLimiter(int processMax, int tenantMax) {
        this.processMax = processMax;
        this.tenantMax = tenantMax;
        this.tenantFull = new Refusal.RateLimited(
                "A tenant may have at most " + tenantMax + " listen streams open on a gateway.", LATER);
    }

    /** Takes the slot, which {@link #give} releases; the refusal if none is free. */
    @Nullable Refusal take(Slot slot) {
        Slot evicted = null;
        synchronized (this) {
            int own = streams(slot.tenant);
            if (credentials.of(slot.credential) >= CREDENTIAL_MAX) {
                return CREDENTIAL_FULL;
            }
            if (own >= tenantMax) {
                return tenantFull;
            }
            if (taken() >= processMax) {
                var largest = largest();
                if (largest.size() <= own + 1) {
                    return PROCESS_FULL;
                }
                evicted = largest.getLast();
                remove(evicted);
            }
            add(slot);
        }
        if (evicted != null) {
            evicted.evict.run();
        }
        return null;
    }

    /** Releases a slot; does nothing if it was already released. */
    synchronized void give(Slot slot) {
        remove(slot);
    }

    /** Streams that are open. */
    public synchronized int taken() {
        return credentials.all();
    }

    private int streams(UUID tenant) {
        var places = tenants.get(tenant);
        return places == null ? 0 : places.size();
    }

    private SequencedSet<Slot> largest() {
        return tenants.values().stream()
                .max(Comparator.comparingInt(SequencedSet::size))
                .orElseThrow();
    }

    private void add(Slot slot) {
        tenants.computeIfAbsent(slot.tenant, _ -> new LinkedHashSet<>()).add(slot);
        credentials.add(slot.credential, 1);
    }

    private void remove(Slot slot) {
        var places = tenants.get(slot.tenant);
        if (places == null || !places.remove(slot)) {
            return;
        }
        if (places.isEmpty()) {
            tenants.remove(slot.tenant);
        }
        credentials.add(slot.credential, -1);
    }
}
