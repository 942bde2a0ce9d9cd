package dev.tollgate.gateway.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.identity.SessionCaller;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What ends a session, how often one is opened, and which refusals are recorded. */
class SessionsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final SessionRedis REDIS =
            new SessionRedis(VERTX, TestServers.shared().redisUrl());

    private Instant now = Instant.parse("2026-01-01T00:00:30Z");
    private final Sessions sessions = new Sessions(REDIS, new SecureRandom(), InstantSource.system());
    private final Sessions timed = new Sessions(REDIS, new SecureRandom(), () -> now);

    @AfterAll
    static void close() {
        var _ = joined(REDIS.close());
        var _ = joined(VERTX.close());
    }

    private static <T> T joined(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    private static SessionCaller somebody() {
        return new SessionCaller.Subject("user_" + UUID.randomUUID(), Instant.EPOCH, null);
    }

    private SessionSecret opened(SessionCaller owner) {
        return joined(sessions.open(owner, "Ada", "test")).secret();
    }

    @Test
    void of_two_that_end_a_session_one_does() {
        var owner = somebody();
        var secret = opened(owner);
        var hash = secret.hash();

        var first = sessions.end(secret, owner);
        var second = sessions.end(secret, owner);

        assertThat(joined(first) ^ joined(second)).isTrue();
        assertThat(joined(sessions.end(hash, owner))).isFalse();
        assertThat(joined(sessions.endAll(owner))).isZero();
    }

    @Test
    void all_sessions_are_ended_once() {
        var owner = somebody();
        var _ = opened(owner);
        var _ = opened(owner);

        assertThat(joined(sessions.endAll(owner))).isEqualTo(2);
        assertThat(joined(sessions.endAll(owner))).isZero();
    }

    @Test
    void a_person_signs_in_so_often_in_a_minute() {
        var owner = somebody();
        for (int at = 0; at < Sessions.SIGN_INS_PER_MINUTE_MAX; at++) {
            assertThat(joined(timed.admitted(owner))).isTrue();
        }

        assertThat(joined(timed.admitted(owner))).isFalse();
        assertThat(joined(timed.admitted(somebody()))).isTrue();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(joined(timed.admitted(owner))).isTrue();
    }

    @Test
    void a_sign_in_that_was_not_looked_at_is_no_entry() {
        assertThat(SessionAudit.isRecorded(new Refusal.Unauthorized())).isTrue();
        assertThat(SessionAudit.isRecorded(new Refusal.RateLimited("Too many.", Duration.ofSeconds(1))))
                .isFalse();
        assertThat(SessionAudit.isRecorded(new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false)))
                .isFalse();
    }
}
