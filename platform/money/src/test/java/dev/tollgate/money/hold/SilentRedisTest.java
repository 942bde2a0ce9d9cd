package dev.tollgate.money.hold;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.redis.RedisChannel;
import dev.tollgate.money.redis.RedisFunctions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A network that swallows what goes to Redis, as when a node is gone and nobody says so. */
class SilentRedisTest {

    private static final long SECONDS_MAX = 20;

    /** Those of eight function calls, one after the other. */
    private static final int RELEASES = 8 * RedisFunctions.ENTRIES_MAX;

    private Vertx vertx;
    private Context loop;
    private NetClient client;
    private int port;
    private int silentUntil;
    private int connections;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        client = vertx.createNetClient();
        var redis = URI.create(TestServers.shared().addresses().redisUrl());
        NetServer proxy = vertx.createNetServer().connectHandler(socket -> {
            int number = ++connections;
            socket.pause();
            client.connect(redis.getPort(), redis.getHost()).onSuccess(server -> pipe(number, socket, server));
        });
        port = on(() -> proxy.listen(0, "127.0.0.1")).actualPort();
    }

    @AfterEach
    void close() throws Exception {
        var _ = vertx.close().await(SECONDS_MAX, TimeUnit.SECONDS);
    }

    @Test
    void a_connection_that_swallows_everything_is_left_for_a_new_one() throws Exception {
        var functions = functions();
        var before = on(functions::now);
        silence();

        var lost = catchThrowable(() -> on(functions::now));
        var after = on(functions::now);

        assertThat(lost).isNotNull();
        assertThat(after).isGreaterThanOrEqualTo(before);
        assertThat(connections).isEqualTo(2);
    }

    @Test
    void a_server_that_takes_connections_and_swallows_everything_is_found_again_once_it_answers() throws Exception {
        var functions = functions();
        silentUntil = Integer.MAX_VALUE;

        var lost = catchThrowable(() -> on(functions::now));
        silence();
        eventually(Duration.ofSeconds(SECONDS_MAX), () -> catchThrowable(() -> on(functions::now)) == null);

        assertThat(lost).isInstanceOf(Failure.Unavailable.class);
        assertThat(on(functions::now)).isPositive();
    }

    @Test
    void releases_go_on_after_one_that_was_swallowed() throws Exception {
        var functions = functions();
        var _ = on(functions::now);
        var releases = new Releases(functions);
        silence();

        loop.runOnContext(_ -> releases.add(release()));
        var lost = catchThrowable(() -> on(functions::now));
        loop.runOnContext(_ -> releases.add(release()));
        var after = on(functions::now);

        assertThat(lost).isNotNull();
        assertThat(after).isPositive();
    }

    @Test
    void holds_are_closed_in_time_although_no_release_is_answered() throws Exception {
        var functions = functions();
        var _ = on(functions::now);
        var holds =
                on(() -> Future.succeededFuture(new Holds(vertx, functions, (_, _, _) -> Future.succeededFuture())));
        silentUntil = Integer.MAX_VALUE;
        long start = System.nanoTime();

        var _ = on(() -> {
            for (int one = 0; one < RELEASES; one++) {
                holds.release(new TenantId(UUID.randomUUID()), new Charge.Hold(1, 1), 1);
            }
            return holds.close();
        });

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Holds.CLOSE_TIMEOUT.multipliedBy(4));
    }

    @Test
    void a_connection_whose_answer_lies_unread_while_the_loop_is_held_up_is_kept() throws Exception {
        var url = TestServers.shared().addresses().redisUrl();
        var functions = on(() -> Future.succeededFuture(RedisFunctions.open(vertx, url)));
        var other = on(() -> Future.succeededFuture(RedisFunctions.open(vertx, url)));
        var _ = on(other::now);

        // Held up in the reading of a socket: the loop's timers run before it reads another.
        var answer = on(() -> functions.now().compose(_ -> other.now()).compose(_ -> {
            var unread = functions.now();
            holdUp(RedisChannel.ANSWER_MAX.plusMillis(200));
            return unread;
        }));

        assertThat(answer).isPositive();
    }

    private static void holdUp(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    /** Existing connections get no more data; later connections are served. */
    private void silence() {
        silentUntil = connections;
    }

    private void pipe(int number, NetSocket socket, NetSocket server) {
        socket.handler(bytes -> {
            if (number > silentUntil) {
                var _ = server.write(bytes);
            }
        });
        server.handler(bytes -> {
            if (number > silentUntil) {
                var _ = socket.write(bytes);
            }
        });
        socket.closeHandler(_ -> server.close());
        socket.resume();
    }

    private RedisFunctions functions() throws Exception {
        return on(() -> Future.succeededFuture(RedisFunctions.open(vertx, "redis://127.0.0.1:" + port)));
    }

    private static Release release() {
        return new Release(new TenantId(UUID.randomUUID()), new Charge.Hold(1, 1), 1);
    }

    private <T> T on(Supplier<Future<T>> step) throws Exception {
        return Future.<T>future(promise -> loop.runOnContext(_ -> step.get().onComplete(promise)))
                .await(SECONDS_MAX, TimeUnit.SECONDS);
    }
}
