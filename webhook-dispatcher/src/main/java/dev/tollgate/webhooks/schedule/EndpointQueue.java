package dev.tollgate.webhooks.schedule;

import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import java.util.ArrayDeque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The deliveries of one endpoint that this process holds: queued and in flight. */
final class EndpointQueue {

    /** Attempts to a slow endpoint at once. */
    static final int SLOW_CONCURRENCY = 4;

    private static final int QUICK_TO_RECOVER = 3;

    /** Result of an attempt. */
    enum End {
        NOT_MADE,
        /** Not made, since the host had no connection free. */
        HOST_BUSY,
        SUCCEEDED,
        FAILED
    }

    /** One attempt in flight. */
    static final class InFlightAttempt {
        final long startedNanos;
        final int bodyBytes;
        boolean ended;

        InFlightAttempt(long startedNanos, int bodyBytes) {
            this.startedNanos = startedNanos;
            this.bodyBytes = bodyBytes;
        }
    }

    final UUID endpoint;
    final UUID tenant;
    final ArrayDeque<LeasedDelivery> deliveries = new ArrayDeque<>();
    private final ArrayDeque<InFlightAttempt> flights = new ArrayDeque<>();
    private int inFlight;
    private int quickInRow;
    private int unsettledFailures;
    private double tokens;
    private long tokensNanos;
    private int ratePerSecond;
    boolean slow;
    boolean broken;
    boolean accountPaused;
    boolean stopped;

    /** The line in which it waits for its turn; null if it waits in none. */
    AttemptTurns.@Nullable Line line;

    boolean parked;

    /** Whether more is due than there was room for. */
    boolean wanted;

    long touchedNanos;

    EndpointQueue(UUID endpoint, UUID tenant, long now) {
        this.endpoint = endpoint;
        this.tenant = tenant;
        this.tokensNanos = now;
        this.touchedNanos = now;
    }

    int inFlight() {
        return inFlight;
    }

    /** Whether only claimed deliveries may start: a probe, or a manual retry. */
    boolean held() {
        return broken || accountPaused || stopped;
    }

    int limit(int endpointConcurrency) {
        return slow || held() ? Math.min(SLOW_CONCURRENCY, endpointConcurrency) : endpointConcurrency;
    }

    /** Whether it has a delivery and could start it, as far as its own limits are concerned. */
    boolean mayStart(int endpointConcurrency) {
        return !deliveries.isEmpty() && !probing() && inFlight < limit(endpointConcurrency);
    }

    /** A bucket of one second; full at first. */
    void rate(int perSecond) {
        if (perSecond != ratePerSecond) {
            ratePerSecond = perSecond;
            tokens = perSecond;
        }
    }

    int rate() {
        return ratePerSecond;
    }

    /** Nanoseconds until an attempt may start; 0 for now. */
    long untilToken(long now) {
        if (ratePerSecond == 0) {
            return 0;
        }
        tokens = Math.min(ratePerSecond, tokens + (now - tokensNanos) / 1e9 * ratePerSecond);
        tokensNanos = now;
        return tokens >= 1 ? 0 : (long) ((1 - tokens) / ratePerSecond * 1e9) + 1;
    }

    InFlightAttempt start(long now, int bodyBytes) {
        tokens -= ratePerSecond == 0 ? 0 : 1;
        var flight = new InFlightAttempt(now, bodyBytes);
        flights.add(flight);
        inFlight++;
        touchedNanos = now;
        return flight;
    }

    void end(InFlightAttempt flight, End end, boolean quick, long now) {
        flight.ended = true;
        inFlight--;
        touchedNanos = now;
        while (!flights.isEmpty() && flights.peek().ended) {
            var _ = flights.remove();
        }
        switch (end) {
            // Such an end tells nothing of the endpoint.
            case NOT_MADE, HOST_BUSY -> {}
            case SUCCEEDED -> answered(quick, 0);
            case FAILED -> answered(quick, unsettledFailures + 1);
        }
    }

    /** What was quick before it turned slow does not count. */
    private void answered(boolean quick, int failures) {
        quickInRow = slow && quick ? quickInRow + 1 : 0;
        unsettledFailures = failures;
    }

    /** Number of failures that the table now counts. */
    void settled(int failures) {
        unsettledFailures = Math.max(0, unsettledFailures - failures);
    }

    /** Whether it failed so often that no attempt may start before its state is read again. */
    boolean probing() {
        return unsettledFailures >= DeliveryLimits.BREAKER_FAILURES;
    }

    /** Start of its oldest attempt in flight; now if there is none. */
    long oldestNanos(long now) {
        var oldest = flights.peek();
        return oldest == null ? now : oldest.startedNanos;
    }

    boolean recovered() {
        return slow && quickInRow >= QUICK_TO_RECOVER;
    }

    boolean empty() {
        return deliveries.isEmpty() && inFlight == 0;
    }
}
