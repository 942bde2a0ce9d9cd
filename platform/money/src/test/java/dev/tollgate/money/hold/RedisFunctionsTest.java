package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.rating.Period;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The library as production loads it, with Redis's own clock or one that is set off. */
class RedisFunctionsTest {

    private static final long FAR = 1L << 40;

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private RawRedis redis;

    @BeforeEach
    void connect() {
        redis = new RawRedis(TestServers.shared().redisUrl());
        offset(Duration.ZERO);
    }

    @AfterEach
    void close() {
        redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source());
        redis.close();
    }

    @Test
    void the_clock_is_redis_own_and_can_be_set_off() {
        long before = now();

        offset(Duration.ofDays(31));
        long after = now();

        assertThat(after - before)
                .isBetween(Duration.ofDays(31).toMillis(), Duration.ofDays(31).toMillis() + 5_000);
    }

    @Test
    void holds_of_the_next_month_draw_what_the_old_month_left_and_the_month_turns_without_a_publish() {
        Period month = Period.of(Instant.ofEpochMilli(now()));
        prepare();
        publish(1, month, 50, 30, 20);
        HoldReply old = hold(60);
        offset(Duration.between(Instant.ofEpochMilli(now()), month.end()).plusSeconds(30));

        HoldReply tooMuch = hold(41);
        HoldReply fits = hold(40);

        assertThat(old.left()).isEqualTo(20);
        assertThat(tooMuch.code()).isEqualTo(HoldReply.BALANCE);
        assertThat(tooMuch.bucket()).isGreaterThanOrEqualTo(month.next().firstBucket());
        assertThat(fits.admitted()).isTrue();
        assertThat(fits.left()).isZero();
    }

    @Test
    void two_months_on_the_copy_says_that_time_has_passed_it() {
        Period month = Period.of(Instant.ofEpochMilli(now()));
        prepare();
        publish(1, month, 50, 30, 20);
        offset(Duration.between(Instant.ofEpochMilli(now()), month.next().end()));

        HoldReply answer = hold(1);

        assertThat(answer.code()).isEqualTo(HoldReply.PASSED);
    }

    @Test
    void a_copy_holds_in_so_many_buckets_and_then_refuses_without_a_verdict() {
        Period month = Period.of(Instant.ofEpochMilli(now()));
        prepare();
        publish(1, month, FAR, 0, FAR);
        byte[] one = copy();
        Buffer full = Buffer.buffer(one);
        long first = Period.bucket(Instant.ofEpochMilli(now())) - CopyModel.PAIRS_MAX;
        for (int i = 0; i < CopyModel.PAIRS_MAX; i++) {
            full.appendBytes(doubleLe(first + i)).appendBytes(doubleLe(1));
        }
        redis.must("SET", RedisKeys.account(tenant), full.getBytes());

        HoldReply answer = hold(1);

        assertThat(answer.code()).isEqualTo(7);
        assertThat(answer.aged()).isTrue();
        assertThat(copy()).isEqualTo(full.getBytes());
    }

    @Test
    void one_bad_entry_never_fails_its_neighbours() {
        TenantId broken = new TenantId(UUID.randomUUID());
        prepare();
        publish(1, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);
        redis.must("LPUSH", RedisKeys.account(broken), "not a copy");

        List<?> reply = (List<?>) redis.must(
                "FCALL",
                "tollgate_hold",
                4,
                RedisKeys.account(broken),
                RedisKeys.rate(broken),
                RedisKeys.account(tenant),
                RedisKeys.rate(tenant),
                5,
                0,
                7,
                0);

        Buffer answers = Buffer.buffer((byte[]) reply.getFirst());
        assertThat(HoldReply.read(answers, 0).code()).isEqualTo(-1);
        assertThat(HoldReply.read(answers, 1).left()).isEqualTo(43);
        assertThat(new String((byte[]) reply.get(1))).startsWith("WRONGTYPE");
    }

    private void prepare() {
        assertThat(redis.must("FCALL", "tollgate_prepare", 1, RedisKeys.account(tenant), 1))
                .isEqualTo(List.of(1L));
    }

    private void publish(long seq, Period month, long included, long prepaid, long nextIncluded) {
        Object published = redis.must(
                "FCALL",
                "tollgate_publish",
                1,
                RedisKeys.account(tenant),
                seq,
                1,
                0,
                month.next().firstBucket(),
                month.next().lastBucket() + 1,
                included,
                prepaid,
                FAR,
                nextIncluded,
                FAR,
                0,
                0);
        assertThat(published).isEqualTo(List.of(2L));
    }

    private HoldReply hold(long cost) {
        List<?> reply = (List<?>)
                redis.must("FCALL", "tollgate_hold", 2, RedisKeys.account(tenant), RedisKeys.rate(tenant), cost, 0);
        return HoldReply.read(Buffer.buffer((byte[]) reply.getFirst()), 0);
    }

    private byte[] copy() {
        return (byte[]) redis.must("GET", RedisKeys.account(tenant));
    }

    private long now() {
        return (Long) redis.must("FCALL", "tollgate_now", 0);
    }

    private void offset(Duration ahead) {
        redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source(ahead.toMillis()));
    }

    private static byte[] doubleLe(double value) {
        byte[] bytes = new byte[8];
        java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).putDouble(value);
        return bytes;
    }
}
