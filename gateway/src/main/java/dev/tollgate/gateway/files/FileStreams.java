package dev.tollgate.gateway.files;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.KeyedConcurrencyLimiter;
import dev.tollgate.gateway.credential.Credential;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Limits the uploads and downloads that run at a time in this gateway. Safe from any thread. */
public final class FileStreams {

    /** Of one credential. */
    static final int CREDENTIAL_MAX = 4;

    /** Of all credentials of a tenant. */
    static final int TENANT_MAX = 32;

    /** Of all. */
    static final int TOTAL_MAX = 256;

    private final KeyedConcurrencyLimiter<UUID> ofCredential = new KeyedConcurrencyLimiter<>(CREDENTIAL_MAX);
    private final KeyedConcurrencyLimiter<TenantId> ofTenant = new KeyedConcurrencyLimiter<>(TENANT_MAX);
    private final Semaphore total = new Semaphore(TOTAL_MAX);

    /** Takes a slot, to be released by {@link #leave}; the refusal if none is free. */
    @Nullable Refusal enter(Credential credential) {
        if (!ofCredential.take(credential.id())) {
            return refused("A credential has at most " + CREDENTIAL_MAX + " transfers of files at a time.");
        }
        if (!ofTenant.take(tenant(credential))) {
            ofCredential.give(credential.id());
            return refused("A tenant has at most " + TENANT_MAX + " transfers of files at a time.");
        }
        if (!total.tryAcquire()) {
            ofTenant.give(tenant(credential));
            ofCredential.give(credential.id());
            return refused("Too many files are being transferred. Try again.");
        }
        return null;
    }

    void leave(Credential credential) {
        ofCredential.give(credential.id());
        ofTenant.give(tenant(credential));
        total.release();
    }

    private static TenantId tenant(Credential credential) {
        return Objects.requireNonNull(credential.workspace()).tenant();
    }

    private static Refusal refused(String detail) {
        return new Refusal.RateLimited(detail, Duration.ofSeconds(1));
    }
}
