package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.redis.FunctionLibrary;
import dev.tollgate.money.redis.RedisFunctions;
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
    private static final String OUR_NAME = FunctionLibrary.name(OURS);
    private static final String NEWER = named("tollgate_999");
    private static final String OLDER = named("tollgate_1");

    /** As processes from before versions in names load it: always, and in place of what has that name. */
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
        redis.must("FUNCTION", "FLUSH");
        functions = open(OURS);
    }

    @AfterEach
    void close() throws Exception {
        redis.must("FUNCTION", "FLUSH");
        redis.must("FUNCTION", "LOAD", OURS);
        redis.close();
        var _ = vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void an_older_process_leaves_a_newer_library_and_is_served_by_it() throws Exception {
        redis.must("FUNCTION", "LOAD", NEWER);

        var _ = on(functions::load);
        long now = on(functions::now);

        assertThat(loaded()).containsExactly(NEWER);
        assertThat(now).isPositive();
    }

    @Test
    void a_newer_process_replaces_an_older_library_when_it_starts() throws Exception {
        redis.must("FUNCTION", "LOAD", OLDER);

        var _ = on(functions::load);

        assertThat(loaded()).containsExactly(OURS);
    }

    @Test
    void a_newer_process_replaces_a_library_from_before_versions_when_it_calls() throws Exception {
        redis.must("FUNCTION", "LOAD", UNVERSIONED);

        long now = on(functions::now);

        assertThat(loaded()).containsExactly(OURS);
        assertThat(now).isGreaterThan(1);
    }

    @Test
    void an_older_process_cannot_replace_what_was_loaded_after_it_looked() {
        redis.must("FUNCTION", "LOAD", NEWER);

        var older = redis.call("FUNCTION", "LOAD", "REPLACE", OURS);
        var unversioned = redis.call("FUNCTION", "LOAD", "REPLACE", UNVERSIONED);

        assertThat(older)
                .isInstanceOfSatisfying(
                        RawRedis.Failed.class,
                        failed -> assertThat(failed.message()).contains("already exists"));
        assertThat(unversioned).isInstanceOf(RawRedis.Failed.class);
        assertThat(loaded()).containsExactly(NEWER);
    }

    @Test
    void processes_of_several_versions_that_start_at_once_leave_the_newest() throws Exception {
        var newest = open(NEWER);
        var oldest = open(OLDER);
        redis.must("FUNCTION", "LOAD", UNVERSIONED);

        var _ = on(() -> Future.join(oldest.load(), functions.load(), newest.load(), functions.load(), oldest.load()));

        assertThat(loaded()).containsExactly(NEWER);
    }

    @Test
    void an_operator_goes_back_to_an_older_library_by_deleting_the_newer_one() throws Exception {
        redis.must("FUNCTION", "LOAD", NEWER);

        redis.must("FUNCTION", "DELETE", "tollgate_999");
        long now = on(functions::now);

        assertThat(loaded()).containsExactly(OURS);
        assertThat(now).isPositive();
    }

    @Test
    void a_process_from_before_versions_can_neither_load_nor_call() {
        redis.must("FUNCTION", "LOAD", OURS);

        var loaded = redis.call("FUNCTION", "LOAD", "REPLACE", UNVERSIONED);
        var called = redis.call("FCALL", "tollgate_prepare", 1, "{old}:account", 1);

        assertThat(loaded).isInstanceOf(RawRedis.Failed.class);
        assertThat(called)
                .isInstanceOfSatisfying(
                        RawRedis.Failed.class,
                        failed -> assertThat(failed.message()).contains("Function not found"));
        assertThat(loaded()).containsExactly(OURS);
    }

    private static String named(String name) {
        return OURS.replaceFirst(OUR_NAME, name);
    }

    private RedisFunctions open(String library) throws Exception {
        return on(() -> Future.succeededFuture(
                RedisFunctions.open(vertx, TestServers.shared().redisUrl(), library)));
    }

    private List<String> loaded() {
        return ((List<?>) redis.must("FUNCTION", "LIST", "LIBRARYNAME", "tollgate*", "WITHCODE"))
                .stream()
                        .map(library -> (byte[]) ((List<?>) library).getLast())
                        .map(code -> new String(code, StandardCharsets.UTF_8))
                        .toList();
    }

    private <T> T on(Supplier<Future<T>> step) throws Exception {
        return Future.<T>future(promise -> loop.runOnContext(_ -> step.get().onComplete(promise)))
                .await(20, TimeUnit.SECONDS);
    }
}
