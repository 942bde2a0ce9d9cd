package dev.tollgate.gateway.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.EventStream;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a page does by itself keeps no session open. */
class QuietUseTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final long SHORT_MS = TimeUnit.MINUTES.toMillis(5);
    private static final Vertx VERTX = Vertx.vertx();
    private static final Redis REDIS =
            Redis.createClient(VERTX, TestServers.shared().redisUrl());

    private final Browser browser = Browser.ofOperator(GATEWAY);

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

    private String key() {
        var secret = SessionSecret.parse(browser.cookie(Cookies.SESSION)).orElseThrow();
        return "tollgate:console:session:" + secret.hash();
    }

    private void shorten() {
        var _ = joined(REDIS.send(Request.cmd(Command.PEXPIRE).arg(key()).arg(SHORT_MS)));
    }

    private long left() {
        return joined(REDIS.send(Request.cmd(Command.PTTL).arg(key()))).toLong();
    }

    @Test
    void a_page_that_reads_itself_again_does_not_use_the_session() {
        shorten();

        browser.get("/console", "Tollgate-Refresh", "live").expect(200);

        assertThat(left()).isBetween(1L, SHORT_MS);
    }

    @Test
    void a_stream_does_not_use_the_session() throws Exception {
        var acme = GATEWAY.tenant("business");
        shorten();

        try (EventStream stream = browser.stream("/console/live?at=/console/workspaces/" + acme.workspace())) {
            assertThat(stream.status().get(20, TimeUnit.SECONDS)).isEqualTo(200);

            assertThat(left()).isBetween(1L, SHORT_MS);
        }
    }

    @Test
    void a_page_that_somebody_opens_does() {
        shorten();

        browser.get("/console").expect(200);

        assertThat(left()).isGreaterThan(SHORT_MS);
    }
}
