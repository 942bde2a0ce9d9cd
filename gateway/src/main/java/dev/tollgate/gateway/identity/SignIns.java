package dev.tollgate.gateway.identity;

import dev.tollgate.gateway.credential.WriteBehindBuffer;
import io.vertx.core.Future;
import java.time.Instant;

/**
 * Who came with a token that a loop had not seen, for members and owners to show when they last signed in. One per
 * process, safe from any thread; nothing here is ever waited for.
 */
public final class SignIns {

    private final WriteBehindBuffer<String, Instant> owed =
            new WriteBehindBuffer<>((one, other) -> one.isAfter(other) ? one : other);

    void signedIn(String subject, Instant at) {
        owed.enqueue(subject, at);
    }

    /** Writes what is owed, by this loop's connection. Fails when PostgreSQL does; nothing is lost by that. */
    public Future<Void> write(PersonRows rows, Instant deadline) {
        return owed.write(batch -> rows.signedIn(batch, deadline));
    }
}
