package dev.tollgate.gateway.access;

import dev.tollgate.gateway.credential.AddressRange;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the open connections of a process, all together and by address. IPv6 addresses count by their /64, which is
 * what one caller is given. One for all loops and listeners; safe from any thread.
 */
public final class ConnectionLimits {

    /**
     * The bounds.
     *
     * @param max of all connections
     * @param perAddressMax of those of one address
     * @param exempt addresses that only the first bound is for
     */
    public record Bounds(int max, int perAddressMax, List<AddressRange> exempt) {
        public Bounds {
            exempt = List.copyOf(exempt);
        }
    }

    /** Reason for closing a connection. */
    public enum Reason {
        /** The process had as many as it takes. */
        TOTAL,
        /** The address had as many as it may have. */
        ADDRESS,
        /** A request's head was not complete in time. */
        HEAD,
        /** The rest of a request body that was answered already did not come in time. */
        UNREAD_BODY,
        /** The client did not read its answer. */
        ANSWER,
        /** A trusted proxy did not begin with a header of PROXY protocol version 2. */
        PROXY
    }

    private final Bounds bounds;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<String, Integer> sources = new ConcurrentHashMap<>();
    private final Map<Reason, LongAdder> closed = new EnumMap<>(Reason.class);

    public ConnectionLimits(Bounds bounds) {
        this.bounds = bounds;
        for (var reason : Reason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    /** The slot of one open connection. Confined to the connection's loop. */
    public final class Slot {
        private @Nullable String source;
        private boolean released;

        private Slot() {}

        /** Counts it for an address; false where that has as many as it may have. */
        public boolean countFor(String address) {
            if (released || AddressRange.holds(bounds.exempt(), address)) {
                return true;
            }
            var counted = AddressRange.source(address);
            if (sources.merge(counted, 1, Integer::sum) > bounds.perAddressMax()) {
                leave(counted);
                return false;
            }
            source = counted;
            return true;
        }

        /** Releases the slot; a second time does nothing. */
        public void release() {
            if (released) {
                return;
            }
            released = true;
            open.decrementAndGet();
            if (source != null) {
                leave(source);
            }
        }
    }

    /** The slot of a new connection; null if the process has its maximum. */
    public @Nullable Slot slot() {
        if (open.incrementAndGet() > bounds.max()) {
            open.decrementAndGet();
            return null;
        }
        return new Slot();
    }

    /** Counts a connection that we closed. */
    public void closed(Reason reason) {
        Objects.requireNonNull(closed.get(reason)).increment();
    }

    /** Shows how many are open, and how many we closed. */
    public void show(MeterRegistry registry) {
        var _ = Gauge.builder("tollgate.connections.open", open, AtomicInteger::get)
                .description("Open client connections")
                .register(registry);
        closed.forEach((reason, count) -> {
            var _ = FunctionCounter.builder("tollgate.connections.closed", count, LongAdder::sum)
                    .description("Connections closed by a limit or a deadline")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        });
    }

    private void leave(String counted) {
        sources.computeIfPresent(counted, (_, count) -> count == 1 ? null : count - 1);
    }
}
