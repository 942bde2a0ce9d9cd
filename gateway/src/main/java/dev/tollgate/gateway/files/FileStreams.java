package dev.tollgate.gateway.files;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.KeyedConcurrencyLimiter;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Limits the uploads and downloads that run at a time in this gateway. Safe from any thread. */
public final class FileStreams {

    /** Of one credential. */
    static final int CREDENTIAL_MAX = 4;

    /** Of all. */
    static final int TOTAL_MAX = 256;

    private static final Boolean ALL = true;

    private final KeyedConcurrencyLimiter<UUID> ofCredential = new KeyedConcurrencyLimiter<>(CREDENTIAL_MAX);
    private final KeyedConcurrencyLimiter<Boolean> total = new KeyedConcurrencyLimiter<>(TOTAL_MAX);

    /** Takes a slot, to be released by {@link #leave}; the refusal if none is free. */
    @Nullable Refusal enter(UUID credential) {
        if (!ofCredential.take(credential)) {
            return refused("A credential has at most " + CREDENTIAL_MAX + " transfers of files at a time.");
        }
        if (!total.take(ALL)) {
            ofCredential.give(credential);
            return refused("Too many files are being transferred. Try again.");
        }
        return null;
    }

    void leave(UUID credential) {
        ofCredential.give(credential);
        total.give(ALL);
    }

    private static Refusal refused(String detail) {
        return new Refusal.RateLimited(detail, Duration.ofSeconds(1));
    }
}
