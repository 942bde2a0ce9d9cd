package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes of several versions share one server while they are replaced one by one. */
class FunctionLibraryTest {

    private static final String OURS = FunctionLibrary.source();
    private static final String NEWER = OURS.replaceFirst("VERSION = \\d+", "VERSION = 999");
    private static final String UNVERSIONED =
            "#!lua name=tollgate\n" + "redis.register_function('tollgate_now', function() return 1 end)\n";

    private Vertx vertx;
    private Context loop;
    private RawRedis redis;
    private RedisFunctions functions;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        redis = new RawRedis(TestServers.shared().redisUrl());
        functions = on(() -> Future.succeededFuture(
                RedisFunctions.open(vertx, TestServers.shared().redisUrl())));
    }

    @AfterEach
    void close() throws Exception {
        redis.must("FUNCTION", "LOAD", "REPLACE", OURS);
        redis.close();
        var _ = vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void an_older_process_leaves_a_newer_library_and_is_served_by_it() throws Exception {
        redis.must("FUNCTION", "LOAD", "REPLACE", NEWER);

        var _ = on(functions::load);
        long now = on(functions::now);

        assertThat(loaded()).isEqualTo(NEWER);
        assertThat(now).isPositive();
    }

    @Test
    void a_newer_process_replaces_an_older_library_when_it_calls() throws Exception {
        redis.must("FUNCTION", "LOAD", "REPLACE", UNVERSIONED);

        long now = on(functions::now);

        assertThat(loaded()).isEqualTo(OURS);
        assertThat(now).isGreaterThan(1);
    }

    @Test
    void processes_from_before_versions_are_served_in_their_form() {
        redis.must("FUNCTION", "LOAD", "REPLACE", OURS);
        String key = "{old}:account";
        redis.must("DEL", key);

        var first = redis.must("FCALL", "tollgate_prepare", 1, key, 1);
        var second = redis.must("FCALL", "tollgate_prepare", 1, key, 2);

        assertThat(first).isEqualTo(List.of(1L));
        assertThat(second).isEqualTo(List.of(0L));
    }

    private String loaded() {
        List<?> library =
                (List<?>) ((List<?>) redis.must("FUNCTION", "LIST", "LIBRARYNAME", "tollgate", "WITHCODE")).getFirst();
        return new String((byte[]) library.getLast(), StandardCharsets.UTF_8);
    }

    private <T> T on(Supplier<Future<T>> step) throws Exception {
        return Future.<T>future(promise -> loop.runOnContext(_ -> step.get().onComplete(promise)))
                .await(20, TimeUnit.SECONDS);
    }
}
