package dev.tollgate.gateway.files;

import dev.tollgate.blobs.intake.IntakeChecks;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.FloodBuckets;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.runtime.memory.KeyedConcurrencyLimiter;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the uploads and downloads of this gateway, over all its loops: how many run at a time, how slow they may be,
 * and how often a credential may begin one. Other gateways count for themselves. Safe from any thread.
 */
public final class FileStreams {

    /** Of one credential. */
    static final int CREDENTIAL_MAX = 4;

    /** Of all credentials of a tenant. */
    static final int TENANT_MAX = 32;

    /** Of all. */
    static final int TOTAL_MAX = 256;

    /**
     * Limit of a credential while its own is not known yet: four times as many look-ups a second are let through. Large
     * plans let a credential call more often, but each of these is a query.
     */
    static final int LOOKUPS_PER_SECOND = 500;

    /** Transfers at a time with large batches: a transfer holds about five. */
    static final int LARGE_BATCHES_MAX = 32;

    private final LongSupplier nanos;
    private final FloodBuckets lookups = new FloodBuckets();
    private final FloodBuckets requests = new FloodBuckets();
    private final FloodBuckets requestsOfTenants = new FloodBuckets();
    private final KeyedConcurrencyLimiter<UUID> ofCredential = new KeyedConcurrencyLimiter<>(CREDENTIAL_MAX);
    private final KeyedConcurrencyLimiter<TenantId> ofTenant = new KeyedConcurrencyLimiter<>(TENANT_MAX);
    private final Semaphore total = new Semaphore(TOTAL_MAX);

    /**
     * Without a transfer.
     *
     * @param nanos the time, as {@link System#nanoTime()} tells it
     */
    public FileStreams(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Counts a request before its credential is looked up; the refusal if there are too many. */
    @Nullable Refusal lookup(UUID credential) {
        synchronized (lookups) {
            return lookups.refusal(credential, LOOKUPS_PER_SECOND, 0, nanos.getAsLong());
        }
    }

    /**
     * Counts a request; the refusal if its credential sends more than four times its limit, or all of its tenant more
     * than theirs.
     *
     * @param callsPerSecond the credential's own limit
     * @param tenantCallsPerSecond that of the tenant
     */
    @Nullable Refusal request(Credential credential, int callsPerSecond, int tenantCallsPerSecond) {
        synchronized (requests) {
            var refusal = requests.refusal(credential.id(), callsPerSecond, 0, nanos.getAsLong());
            if (refusal != null) {
                return refusal;
            }
            var ofTenant =
                    requestsOfTenants.refusal(tenant(credential).value(), 0, tenantCallsPerSecond, nanos.getAsLong());
            return ofTenant == null
                    ? null
                    : refused("A tenant's signed URLs are requested more often than its plan allows.");
        }
    }

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

    /** What a transfer that has a slot may take. */
    TransferBounds bounds() {
        var few = total.availablePermits() >= TOTAL_MAX - LARGE_BATCHES_MAX;
        return new TransferBounds(
                new TransferPace(nanos), few ? IntakeChecks.BATCH_BYTES_MAX : IntakeChecks.BATCH_BYTES_MIN);
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
