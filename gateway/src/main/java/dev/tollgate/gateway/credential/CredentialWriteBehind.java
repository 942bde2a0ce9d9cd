package dev.tollgate.gateway.credential;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Write-behind of credential bookkeeping: last use, and hashes of secrets under the current pepper. One per process; no
 * call waits for it.
 */
public final class CredentialWriteBehind {

    /** Interval at which each loop calls {@link #write}. */
    public static final long EVERY_MS = 5_000;

    private final WriteBehindBuffer<UUID, Instant> uses =
            new WriteBehindBuffer<>((one, other) -> one.isAfter(other) ? one : other);
    private final WriteBehindBuffer<Buffer, Buffer> hashes = new WriteBehindBuffer<>((_, later) -> later);

    /** These credentials were used, with the time of their last use. */
    public void used(Map<UUID, Instant> lastUsed) {
        lastUsed.forEach(uses::enqueue);
    }

    /** A secret whose hash hung on a former pepper has been used. */
    void rehash(Buffer former, Buffer present) {
        hashes.enqueue(former, present);
    }

    /** Writes what is owed, by this loop's connection. Fails when PostgreSQL does; nothing is lost by that. */
    public Future<Void> write(CredentialRows rows, Instant deadline) {
        return Future.join(
                        uses.write(batch -> rows.used(batch, deadline)),
                        hashes.write(batch -> rows.rehashed(batch, deadline)))
                .mapEmpty();
    }
}
