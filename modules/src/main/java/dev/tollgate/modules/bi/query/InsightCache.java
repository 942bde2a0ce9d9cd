package dev.tollgate.modules.bi.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.bi.query.AnswerBound.Sized;
import dev.tollgate.modules.bi.query.answer.Insight;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers of one event loop for a few seconds, as many as fit into some bytes. Equal queries that come meanwhile wait
 * for the first.
 */
final class InsightCache {

    static final Duration KEPT = Duration.ofSeconds(10);

    /** All of them as JSON, with their keys; in memory they are several times as large. */
    static final int BYTES_MAX = 4 << 20;

    /** What the smallest answer counts for. */
    private static final int ANSWER_BYTES_MIN = 4 << 10;

    /**
     * What an answer depends on.
     *
     * @param resolved range and zone, and the revisions of definitions
     * @param query as JSON
     */
    record Key(WorkspaceId workspace, String resolved, String query) {

        private int bytes() {
            return Character.BYTES * (resolved.length() + query.length());
        }
    }

    private final Cache<Key, Sized> answers;
    private final Map<Key, Future<Outcome<Sized>>> running = new HashMap<>();

    InsightCache(InstantSource clock) {
        Ticker ticker = () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos();
        this.answers = Caffeine.newBuilder()
                .maximumWeight(BYTES_MAX)
                .weigher((Key key, Sized answer) -> Math.max(key.bytes() + answer.bytes(), ANSWER_BYTES_MIN))
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** The answer that is kept, or that is computed now; computed in any case if a fresh one is wanted. */
    Future<Outcome<Insight>> get(Key key, boolean fresh, Supplier<Future<Outcome<Sized>>> compute) {
        var kept = fresh ? null : answers.getIfPresent(key);
        if (kept != null) {
            return Future.succeededFuture(Outcome.done(kept.insight().again()));
        }
        var same = fresh ? null : running.get(key);
        if (same != null) {
            return same.map(outcome -> outcome.map(answer -> answer.insight().again()));
        }
        var computing = compute.get().onComplete(ended -> {
            var _ = running.remove(key);
            if (ended.succeeded() && ended.result() instanceof Outcome.Done<Sized>(Sized answer)) {
                answers.put(key, answer);
            }
        });
        if (!computing.isComplete()) {
            running.put(key, computing);
        }
        return computing.map(outcome -> outcome.map(Sized::insight));
    }
}
