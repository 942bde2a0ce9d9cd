package dev.tollgate.gateway.credential;

import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether PostgreSQL is asked about a token that no cache knows. Holds a fingerprint (the first eight bytes of
 * the HMAC) of every secret that opens something: a token with a known fingerprint is always looked up, however many
 * unknown ones arrive, so a good credential becomes known within one look-up. All other tokens share
 * {@value #UNKNOWN_PER_SECOND} look-ups a second, which a throttled address has no part in while the set is complete.
 *
 * <p>A fingerprint admits nobody: it only permits the look-up, which compares the whole HMAC. The set may hold secrets
 * that have ended since it was loaded, and is complete while changes are announced to us. One per process; safe from
 * any thread.
 */
public final class LookupFilter {

    /** Secrets held at most, 8 bytes each; an installation with more looks tokens up without the filter. */
    static final int SECRETS_MAX = 4_000_000;

    /** Look-ups of tokens without a known fingerprint, per second and process. */
    static final int UNKNOWN_PER_SECOND = 100;

    static final Duration RELOAD_EVERY = Duration.ofHours(1);

    /** Pause after an attempt to load an incomplete set. */
    static final Duration RETRY_EVERY = Duration.ofSeconds(30);

    private static final Logger LOGGER = LoggerFactory.getLogger(LookupFilter.class);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long STEP_NANOS = SECOND_NANOS / UNKNOWN_PER_SECOND;

    /** Reads fingerprints from the store. */
    public interface Source {

        /**
         * The next ones in ascending order of their bytes; fewer than {@link #PAGE} where there are no more.
         *
         * @param after the last one of the page before; null for the first page
         */
        Future<long[]> page(@Nullable Long after);

        /** Those of these credentials; ids of anything else have none. */
        Future<long[]> of(Collection<UUID> credentials);
    }

    /** Fingerprints in a page. */
    public static final int PAGE = 10_000;

    private final LongSupplier nanos;
    private final Set<Long> added = ConcurrentHashMap.newKeySet();
    private final AtomicLong due;
    private volatile long[] loaded = {};
    private volatile boolean complete;
    private boolean listening;
    private boolean tooMany;
    private int missed;
    private @Nullable Long attemptedAtNanos;
    private @Nullable Future<Void> loading;

    /** Holds nothing yet. {@code nanos} is a monotonic clock. */
    public LookupFilter(LongSupplier nanos) {
        this.nanos = nanos;
        this.due = new AtomicLong(nanos.getAsLong());
    }

    /**
     * Whether a token with these hashes is to be looked up.
     *
     * @param throttled whether too many wrong tokens came from its address
     */
    boolean allows(List<byte[]> hashes, boolean throttled) {
        for (var hash : hashes) {
            if (holds(fingerprint(hash))) {
                return true;
            }
        }
        return !(throttled && complete) && takeUnknown();
    }

    /** The fingerprint of a hash. */
    static long fingerprint(byte[] hash) {
        long bits = 0;
        for (int at = 0; at < Long.BYTES; at++) {
            bits = bits << Byte.SIZE | (hash[at] & 0xff);
        }
        return bits;
    }

    private boolean holds(long fingerprint) {
        // In this order: a load moves fingerprints from the second to the first.
        return added.contains(fingerprint) || Arrays.binarySearch(loaded, fingerprint) >= 0;
    }

    private boolean takeUnknown() {
        long now = nanos.getAsLong();
        while (true) {
            long next = due.get();
            long behind = Math.max(next - now, 0);
            if (behind > SECOND_NANOS - STEP_NANOS) {
                return false;
            }
            if (due.compareAndSet(next, now + behind + STEP_NANOS)) {
                return true;
            }
        }
    }

    /** Changes are announced from now on. */
    public synchronized void listenStarted() {
        listening = true;
        attemptedAtNanos = null;
        miss();
    }

    /** Changes are no longer announced: secrets may be missing. */
    public synchronized void listenLost() {
        listening = false;
        miss();
    }

    /** Loads the set where it is incomplete or old. To be called every second; fails when the store is away. */
    public synchronized Future<Void> tick(Source source) {
        return due() ? load(source) : Future.succeededFuture();
    }

    private boolean due() {
        if (attemptedAtNanos == null) {
            return true;
        }
        var pause = complete || tooMany ? RELOAD_EVERY : RETRY_EVERY;
        return listening && nanos.getAsLong() - attemptedAtNanos >= pause.toNanos();
    }

    private synchronized Future<Void> load(Source source) {
        if (loading != null) {
            return loading;
        }
        attemptedAtNanos = nanos.getAsLong();
        int missedBefore = missed;
        var addedBefore = Set.copyOf(added);
        Future<Void> load = pages(source)
                .onSuccess(pages -> replace(pages, addedBefore, missedBefore))
                .mapEmpty();
        loading = load;
        return load.onComplete(_ -> ended(load));
    }

    private synchronized void ended(Future<Void> load) {
        if (load.equals(loading)) {
            loading = null;
        }
    }

    private static Future<List<long[]>> pages(Source source) {
        List<long[]> pages = new ArrayList<>();
        return FutureLoop.<Long>pages(after -> source.page(after).map(page -> {
                    pages.add(page);
                    return page.length < PAGE || pages.size() > SECRETS_MAX / PAGE ? null : page[page.length - 1];
                }))
                .map(pages);
    }

    /** Every secret that was added before the load is in the loaded pages, or was revoked since. */
    private void replace(List<long[]> pages, Set<Long> addedBefore, int missedBefore) {
        boolean whole = pages.size() <= SECRETS_MAX / PAGE;
        if (!whole) {
            LOGGER.atWarn().addKeyValue("secretsMax", SECRETS_MAX).log("look-up filter is full: too many secrets");
        }
        var sorted = whole ? sorted(pages) : new long[0];
        synchronized (this) {
            loaded = sorted;
            added.removeAll(addedBefore);
            tooMany = !whole;
            complete = whole && listening && missed == missedBefore;
        }
    }

    private static long[] sorted(List<long[]> pages) {
        var all = new long[pages.stream().mapToInt(page -> page.length).sum()];
        int at = 0;
        for (var page : pages) {
            System.arraycopy(page, 0, all, at, page.length);
            at += page.length;
        }
        Arrays.sort(all);
        return all;
    }

    /** These credentials have changed; their new secrets are known as soon as they are read. */
    public Future<Void> changed(Collection<UUID> ids, @Nullable Source source) {
        if (source == null) {
            miss();
            return Future.succeededFuture();
        }
        return source.of(ids)
                .onSuccess(fingerprints -> Arrays.stream(fingerprints).forEach(added::add))
                .onFailure(_ -> miss())
                .mapEmpty();
    }

    private synchronized void miss() {
        missed++;
        complete = false;
    }

    /** Secrets it knows. */
    public int size() {
        return loaded.length + added.size();
    }
}
