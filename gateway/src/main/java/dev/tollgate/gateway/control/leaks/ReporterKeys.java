package dev.tollgate.gateway.control.leaks;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.tollgate.gateway.fetch.RemoteDocuments;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of a reporter, one set for the whole process, fetched when a report needs one. A key is used for
 * {@link #KEPT}; one that is not known has the set fetched again, at most once per {@link #REFETCH_MIN} and whether or
 * not that succeeds. Safe from any thread.
 */
public final class ReporterKeys {

    static final Duration KEPT = Duration.ofHours(1);
    static final Duration REFETCH_MIN = Duration.ofMinutes(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(ReporterKeys.class);
    private static final String SET = "set";
    private static final int CONNECT_MS_MAX = 3_000;

    /**
     * What is known of a key.
     *
     * @param key null where there is none
     * @param failed whether that is so because the set could not be fetched
     */
    record Known(@Nullable PublicKey key, boolean failed) {}

    private final Supplier<Future<JsonNode>> source;
    private final Cache<String, PublicKey> keys;
    private final Cache<String, CompletableFuture<Boolean>> fetches;

    /**
     * Keys that are not fetched yet.
     *
     * @param source fetches the reporter's document
     * @param ticker a monotonic clock
     */
    public ReporterKeys(Supplier<Future<JsonNode>> source, Ticker ticker) {
        this.source = source;
        this.keys = Caffeine.newBuilder()
                .maximumSize(ReporterKeySet.KEYS_MAX)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        this.fetches = Caffeine.newBuilder()
                .maximumSize(1)
                .expireAfterWrite(REFETCH_MIN)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Those at an address; null without one. */
    public static @Nullable ReporterKeys at(Vertx vertx, Optional<String> url) {
        if (url.isEmpty()) {
            return null;
        }
        var http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MS_MAX), new PoolOptions().setHttp1MaxSize(1));
        var documents = new RemoteDocuments(http, "server of the keys of secret scanning");
        return new ReporterKeys(() -> documents.get(url.get()), System::nanoTime);
    }

    /** The key of this identifier. Never fails; completes on any thread. */
    CompletableFuture<Known> key(String identifier) {
        var key = keys.getIfPresent(identifier);
        return key == null
                ? fetches.get(SET, _ -> fetched())
                        .thenApply(succeeded -> new Known(keys.getIfPresent(identifier), !succeeded))
                : CompletableFuture.completedFuture(new Known(key, false));
    }

    /** Whether the fetch succeeded: a failure is kept as long as a success. */
    private CompletableFuture<Boolean> fetched() {
        return source.get()
                .map(ReporterKeySet::parse)
                .map(this::replaced)
                .otherwise(ReporterKeys::failed)
                .toCompletionStage()
                .toCompletableFuture();
    }

    private boolean replaced(Map<String, PublicKey> set) {
        keys.asMap().keySet().retainAll(set.keySet());
        keys.putAll(set);
        return true;
    }

    private static boolean failed(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to fetch keys of secret scanning");
        return false;
    }
}
