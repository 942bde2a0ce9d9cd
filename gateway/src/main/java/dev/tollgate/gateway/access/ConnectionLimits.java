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
 * Bounds the open connections of a listener, all together and by address. IPv6 addresses count by their /64, which is
 * what one caller is given. A listener that serves the control plane alone has limits of its own: whatever applications
 * open, operators can connect. One for all loops; safe from any thread.
 */
public final class ConnectionLimits {

    /** Connections of a listener of the control plane at most. */
    static final int CONTROL_MAX = 8_192;

    /** Of these, those of an address. */
    static final int CONTROL_PER_ADDRESS_MAX = 128;

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

        /** The same for a listener of the control plane alone. */
        public Bounds ofControlPlane() {
            return new Bounds(CONTROL_MAX, Math.min(perAddressMax, CONTROL_PER_ADDRESS_MAX), exempt);
        }
    }

    /** Reason for closing a connection. */
    public enum Reason {
        /** There were as many as are taken. */
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

        /** Counts that we close the connection. */
        public void closed(Reason reason) {
            ConnectionLimits.this.closed(reason);
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

    /** The slot of a new connection; null if there are as many as are taken. */
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

    /**
     * Shows how many are open, and how many we closed.
     *
     * @param plane that the listener serves
     */
    public void show(MeterRegistry registry, String plane) {
        var _ = Gauge.builder("tollgate.connections.open", open, AtomicInteger::get)
                .description("Open client connections, by plane; a port of both planes counts as app")
                .tag("plane", plane)
                .register(registry);
        closed.forEach((reason, count) -> {
            var _ = FunctionCounter.builder("tollgate.connections.closed", count, LongAdder::sum)
                    .description("Connections closed by a limit or a deadline")
                    .tag("plane", plane)
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        });
    }

    private void leave(String counted) {
        sources.computeIfPresent(counted, (_, count) -> count == 1 ? null : count - 1);
    }
}
