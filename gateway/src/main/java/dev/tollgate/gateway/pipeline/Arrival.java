package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request before authentication.
 *
 * @param clientRequestId the caller's own id, kept and never trusted
 * @param startedNanos {@link System#nanoTime()} at arrival, for durations
 * @param clientAddress the peer, or the first untrusted hop
 * @param token the bearer token as given; null where none was given
 */
public record Arrival(
        RequestId requestId,
        @Nullable String clientRequestId,
        Instant time,
        long startedNanos,
        Surface surface,
        String clientAddress,
        @Nullable String userAgent,
        @Nullable String token) {

    /** The same caller, who has waited and is asked again who it is. */
    public Arrival again() {
        long now = System.nanoTime();
        return new Arrival(
                requestId,
                clientRequestId,
                time.plusNanos(now - startedNanos),
                now,
                surface,
                clientAddress,
                userAgent,
                token);
    }

    /** One more call that a page of the console makes for the same client, on the control plane. */
    public Arrival further(RequestId call, Instant now) {
        return new Arrival(
                call, clientRequestId, now, System.nanoTime(), Surface.CONTROL, clientAddress, userAgent, null);
    }

    /** The same on the control plane, with a token that came in a form. */
    public Arrival withToken(@Nullable String given) {
        return new Arrival(
                requestId, clientRequestId, time, startedNanos, Surface.CONTROL, clientAddress, userAgent, given);
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return surface.text() + ' ' + requestId;
    }
}
