package dev.tollgate.gateway.identity;

import dev.tollgate.gateway.credential.WriteBehindBuffer;
import io.vertx.core.Future;
import java.time.Instant;

/**
 * Write-behind of sign-ins: subjects who sign in to the console, or whose token a loop sees for the first time. Members
 * and owners show the last one. One per process, safe from any thread; no call waits for it.
 */
public final class SignIns {

    private final WriteBehindBuffer<String, Instant> owed =
            new WriteBehindBuffer<>((one, other) -> one.isAfter(other) ? one : other);

    void signedIn(String subject, Instant at) {
        owed.enqueue(subject, at);
    }

    /** Writes pending sign-ins over this loop's connection; they are kept if that fails. */
    public Future<Void> write(PersonRows rows, Instant deadline) {
        return owed.write(batch -> rows.signedIn(batch, deadline));
    }
}
