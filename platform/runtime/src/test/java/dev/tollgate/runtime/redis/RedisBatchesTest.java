package dev.tollgate.runtime.redis;

import static dev.tollgate.runtime.Awaiting.await;
import static dev.tollgate.runtime.Awaiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.embedded.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisBatchesTest {
    private static final String LIBRARY = """
            #!lua name=runtime_test
            redis.register_function('runtime_test_add', function(keys, args)
                redis.call('INCR', keys[1] .. ':batches')
                local answers = {}
                for i, amount in ipairs(args) do
                    if amount == 'bad' then
                        answers[i] = redis.error_reply('ERR not a number')
                    else
                        answers[i] = redis.call('INCRBY', keys[1], amount)
                    end
                end
                return answers
            end)
            """;

    private final String key = "runtime-test:" + UUID.randomUUID();
    private Vertx vertx;
    private Redis admin;
    private RedisBatches<String> batches;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        var url = TestServers.shared().addresses().redisUrl();
        admin = Redis.createClient(vertx, url);
        batches = RedisBatches.open(vertx, url, new BatchEncoding<>() {
            @Override
            public Request command(List<String> entries) {
                var command = Request.cmd(Command.FCALL)
                        .arg("runtime_test_add")
                        .arg(1)
                        .arg(key);
                entries.forEach(command::arg);
                return command;
            }

            @Override
            public String library() {
                return LIBRARY;
            }
        });
        eventually(batches::connected);
    }

    @AfterEach
    void close() {
        await(batches.close());
        await(admin.close());
        await(vertx.close());
    }

    @Test
    void entries_of_one_tick_share_a_batch_and_each_has_its_own_answer() {
        var all = inOneTick(
                () -> IntStream.range(0, 100).mapToObj(_ -> batches.submit("1")).toList());

        var answers = all.stream().map(answer -> await(answer).toLong()).toList();

        assertThat(answers)
                .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(Long::valueOf).toList());
        assertThat(await(admin.send(Request.cmd(Command.GET).arg(key + ":batches")))
                        .toInteger())
                .isOne();
    }

    @Test
    void one_bad_entry_does_not_fail_its_neighbours() {
        var all = inOneTick(() -> List.of(batches.submit("2"), batches.submit("bad"), batches.submit("3")));

        assertThat(await(all.get(0)).toInteger()).isEqualTo(2);
        assertThat(catchThrowable(() -> await(all.get(1)))).hasMessageContaining("not a number");
        assertThat(await(all.get(2)).toInteger()).isEqualTo(5);
    }

    @Test
    void a_library_that_is_gone_is_loaded_again_and_nothing_runs_twice() {
        await(admin.send(Request.cmd(Command.FUNCTION).arg("DELETE").arg("runtime_test")));

        var answer = await(batches.submit("7"));

        assertThat(answer.toInteger()).isEqualTo(7);
    }

    @Test
    void a_silent_server_fails_the_caller_in_time_and_is_used_again_when_it_speaks() {
        await(admin.send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(700).arg("ALL")));

        var failure = catchThrowable(() -> await(batches.submit("1")));

        assertThat(failure).isInstanceOf(Failure.Unavailable.class);
        assertThat(((Failure) failure).effectUnknown()).isTrue();
        eventually(() -> succeeded(batches.submit("1")));
    }

    @Test
    void a_lost_connection_is_made_anew() {
        await(admin.send(Request.cmd(Command.CLIENT)
                .arg("KILL")
                .arg("TYPE")
                .arg("normal")
                .arg("SKIPME")
                .arg("yes")));

        eventually(() -> succeeded(batches.submit("1")));
    }

    @Test
    void a_server_that_is_not_there_proves_that_nothing_ran() {
        var away = RedisBatches.open(
                vertx, "redis://127.0.0.1:1", (BatchEncoding<String>) entries -> Request.cmd(Command.PING));

        var failure = catchThrowable(() -> await(away.submit("1")));

        assertThat(failure).isInstanceOf(Failure.Unavailable.class);
        assertThat(((Failure) failure).effectUnknown()).isFalse();
        await(away.close());
    }

    private static boolean succeeded(Future<Response> answer) {
        return await(answer.map(true).otherwise(false));
    }

    private <T> T inOneTick(java.util.function.Supplier<T> step) {
        var done = Promise.<T>promise();
        batches.context().runOnContext(_ -> done.complete(step.get()));
        return await(done.future());
    }
}
