package dev.tollgate.gateway.identity;

import dev.tollgate.runtime.memory.LruMap;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's keys, one set for the whole process. Prefetched and refreshed in the background; an unknown key id
 * triggers a fetch, shared by all waiters, at most once per refetch interval; until then its existence is unknown. If
 * the issuer is unavailable, its last keys are used for {@link #TRUSTED_MAX}. Safe from any thread.
 */
public final class IssuerKeys {

    /** Tolerance of early timers, as a fraction of the interval: their fetch must not wait for the next tick. */
    private static final int EARLY_FRACTION = 50;

    static final Duration RENEW_EVERY = Duration.ofMinutes(5);
    static final Duration TRUSTED_MAX = Duration.ofHours(24);

    /** Maximum remembered ids of missing keys. */
    static final int VAIN_MAX = 256;

    private static final Logger LOGGER = LoggerFactory.getLogger(IssuerKeys.class);

    /** The keys known at one moment. */
    record Known(@Nullable KeySet keys, Instant since, boolean failing) {}

    private final Supplier<Future<KeySet>> source;
    private final Duration refetchMin;
    private final InstantSource clock;
    private final Map<String, Boolean> vain = new LruMap<>(VAIN_MAX);
    private final Counter fetched;
    private final Counter failed;
    private volatile Known known = new Known(null, Instant.EPOCH, true);
    private final Set<String> wantedNext = new HashSet<>();
    private @Nullable CompletableFuture<Void> running;
    private Instant lastAsked = Instant.EPOCH;

    /**
     * Knows no key before the first fetch.
     *
     * @param source asks the issuer
     * @param refetchEvery interval of {@link #tick}, and minimum time between two fetches
     */
    IssuerKeys(Supplier<Future<KeySet>> source, Duration refetchEvery, InstantSource clock, MeterRegistry registry) {
        this.source = source;
        this.refetchMin = refetchEvery.minus(refetchEvery.dividedBy(EARLY_FRACTION));
        this.clock = clock;
        this.fetched = fetches(registry, "ok");
        this.failed = fetches(registry, "failed");
    }

    /** The keys that hold now; null when there are none to go by. */
    @Nullable KeySet now() {
        var latest = known;
        return latest.since().plus(TRUSTED_MAX).isAfter(clock.instant()) ? latest.keys() : null;
    }

    /** Whether the last fetch from the issuer failed. */
    boolean failing() {
        return known.failing();
    }

    /** Renews what is missing, failing or old; to be called once per refetch interval. */
    void tick() {
        if (failing() || known.since().plus(RENEW_EVERY).isBefore(clock.instant())) {
            var _ = renewed(null);
        }
    }

    /**
     * Whether a fetch that began after the first use of this key id did not find it. An earlier fetch proves nothing,
     * because the key may be newer.
     */
    boolean isKnownMissing(String keyId) {
        synchronized (vain) {
            return vain.containsKey(keyId);
        }
    }

    /**
     * Completes when a fetch that runs is over; starts one unless the last began a moment ago. Never fails.
     *
     * @param wanted key id for the next fetch; null for none in particular
     */
    CompletableFuture<Void> renewed(@Nullable String wanted) {
        CompletableFuture<Void> mine;
        Set<String> sought;
        synchronized (this) {
            if (wanted != null && wantedNext.size() < VAIN_MAX) {
                wantedNext.add(wanted);
            }
            if (running != null) {
                return running;
            }
            var now = clock.instant();
            if (now.isBefore(lastAsked.plus(refetchMin))) {
                return CompletableFuture.completedFuture(null);
            }
            lastAsked = now;
            sought = Set.copyOf(wantedNext);
            wantedNext.clear();
            mine = new CompletableFuture<>();
            running = mine;
        }
        source.get().onComplete(answer -> {
            if (answer.succeeded()) {
                fetched(answer.result(), sought);
            } else {
                failed(answer.cause());
            }
            synchronized (this) {
                running = null;
            }
            mine.complete(null);
        });
        return mine;
    }

    private void fetched(KeySet keys, Set<String> sought) {
        fetched.increment();
        miss(keys, sought);
        if (known.failing()) {
            LOGGER.atInfo().addKeyValue("keys", keys.keys().size()).log("issuer keys loaded");
        }
        var before = known.keys();
        known = new Known(keys.equals(before) ? before : keys, clock.instant(), false);
    }

    /** New keys make old searches worthless; the keys they replaced need no search. */
    private void miss(KeySet keys, Set<String> sought) {
        var before = known.keys();
        synchronized (vain) {
            if (before != null && !keys.equals(before)) {
                vain.clear();
                before.keys().keySet().stream()
                        .filter(id -> keys.key(id) == null)
                        .forEach(id -> vain.put(id, true));
            }
            sought.stream().filter(id -> keys.key(id) == null).forEach(id -> vain.put(id, true));
        }
    }

    private void failed(Throwable cause) {
        failed.increment();
        var before = known;
        if (!before.failing() || before.keys() == null) {
            LOGGER.atWarn()
                    .addKeyValue("reason", String.valueOf(cause.getMessage()))
                    .addKeyValue("keysSince", before.keys() == null ? "never" : before.since())
                    .log("failed to fetch issuer keys");
        }
        known = new Known(before.keys(), before.since(), true);
    }

    private static Counter fetches(MeterRegistry registry, String outcome) {
        return Counter.builder("tollgate.oidc.fetches")
                .description("Fetches of the issuer's keys.")
                .tag("outcome", outcome)
                .register(registry);
    }
}
