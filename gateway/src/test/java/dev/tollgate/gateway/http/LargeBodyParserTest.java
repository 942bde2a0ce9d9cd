package dev.tollgate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargeBodyParserTest {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final LargeBodyParser bodies = new LargeBodyParser(vertx, nanos::get);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        vertx.close().await();
    }

    @Test
    void one_tenants_waiting_bodies_leave_room_for_anothers() {
        var busy = new UUID(0, 1);
        var waiting = waiting(busy, LargeBodyParser.TENANT_WAITING_MAX);

        var more = bodies.run(busy, () -> "more");
        var another = bodies.run(new UUID(0, 2), () -> "another");
        release.countDown();

        assertThat(refusal(more.await())).isInstanceOf(Refusal.RateLimited.class);
        assertThat(result(another.await())).isEqualTo("another");
        assertThat(waiting).allSatisfy(body -> assertThat(result(body.await())).isEqualTo("read"));
        assertThat(result(bodies.run(busy, () -> "again").await())).isEqualTo("again");
    }

    @Test
    void a_process_lets_no_more_than_64_bodies_wait() {
        var waiting = new ArrayList<Future<LargeBodyParser.TimedResult<String>>>();
        for (int tenant = 0; waiting.size() < LargeBodyParser.WAITING_MAX; tenant++) {
            waiting.addAll(waiting(new UUID(0, tenant), LargeBodyParser.TENANT_WAITING_MAX));
        }

        var more = bodies.run(new UUID(1, 0), () -> "more");
        release.countDown();

        assertThat(refusal(more.await())).isInstanceOf(Refusal.ServiceUnavailable.class);
        assertThat(waiting)
                .hasSize(64)
                .allSatisfy(body -> assertThat(result(body.await())).isEqualTo("read"));
    }

    @Test
    void a_body_that_has_waited_too_long_is_not_read_any_more() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var slow = bodies.run(new UUID(0, 1), () -> {
            begun.countDown();
            return held();
        });
        begun.await();
        var late = bodies.run(new UUID(0, 2), () -> "late");

        nanos.addAndGet(LargeBodyParser.WAIT_MAX.toNanos() + 1);
        release.countDown();

        assertThat(result(slow.await())).isEqualTo("read");
        assertThat(refusal(late.await())).isInstanceOf(Refusal.ServiceUnavailable.class);
    }

    private List<Future<LargeBodyParser.TimedResult<String>>> waiting(UUID tenant, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> bodies.run(tenant, this::held))
                .toList();
    }

    private String held() {
        try {
            release.await();
            return "read";
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static String result(LargeBodyParser.TimedResult<String> came) {
        return ((LargeBodyParser.TimedResult.Done<String>) came).result();
    }

    private static Refusal refusal(LargeBodyParser.TimedResult<String> came) {
        return ((LargeBodyParser.TimedResult.Refused<String>) came).refusal();
    }
}
