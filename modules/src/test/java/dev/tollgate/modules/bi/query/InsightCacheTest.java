package dev.tollgate.modules.bi.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.bi.query.AnswerBound.Sized;
import dev.tollgate.modules.bi.query.answer.Insight;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InsightCacheTest {

    private static final Instant NOW = Instant.parse("2026-08-01T00:00:00Z");

    private final InsightCache cache = new InsightCache(InstantSource.fixed(NOW));
    private final AtomicInteger computed = new AtomicInteger();

    private Insight ask(String query, int bytes) {
        var key = new InsightCache.Key(new WorkspaceId(new UUID(1, 2)), "", query);
        var insight = Insight.ofTable(new JsonObject(), NOW);
        var answer = cache.get(key, false, () -> {
            computed.incrementAndGet();
            return Future.succeededFuture(Outcome.done(new Sized(insight, bytes)));
        });
        return ((Outcome.Done<Insight>) answer.result()).value();
    }

    @Test
    void small_answers_are_kept() {
        for (int number = 0; number < 100; number++) {
            var _ = ask("q" + number, 1_000);
        }
        for (int number = 0; number < 100; number++) {
            assertThat(ask("q" + number, 1_000).cached()).isTrue();
        }

        assertThat(computed).hasValue(100);
    }

    @Test
    void large_answers_leave_by_their_size() {
        int large = InsightCache.BYTES_MAX / 2;
        for (int number = 0; number < 10; number++) {
            var _ = ask("q" + number, large);
        }
        computed.set(0);

        for (int number = 0; number < 10; number++) {
            var _ = ask("q" + number, large);
        }

        assertThat(computed).hasValueGreaterThanOrEqualTo(8);
    }

    @Test
    void long_queries_leave_by_their_size_however_small_their_answers_are() {
        var text = "x".repeat(InsightCache.BYTES_MAX / 4);
        for (int number = 0; number < 10; number++) {
            var _ = ask(text + number, 100);
        }
        computed.set(0);

        for (int number = 0; number < 10; number++) {
            var _ = ask(text + number, 100);
        }

        assertThat(computed).hasValueGreaterThanOrEqualTo(8);
    }
}
