package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.Period;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
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
    void a_copy_of_which_nothing_closes_for_two_days_stays_small_and_holds_every_micro() {
        Period month = Period.of(Instant.ofEpochMilli(now()));
        prepare();
        publish(1, month, FAR, FAR, FAR);
        long buckets = Duration.ofDays(2).toSeconds() / Period.BUCKET_SECONDS;
        long ahead =
                Duration.between(Instant.ofEpochMilli(now()), month.start()).toSeconds() - 86_400;

        int largest = 0;
        for (long at = 0; at < buckets; at += 7) {
            offset(Duration.ofSeconds(ahead + at * Period.BUCKET_SECONDS));
            assertThat(hold(3).admitted()).isTrue();
            largest = Math.max(largest, copy().length);
        }

        assertThat(largest).isLessThanOrEqualTo(2_048);
        assertThat(AccountCopy.read(Buffer.buffer(copy())).openMicros()).isEqualTo(3 * Math.ceilDiv(buckets, 7));
    }

    @Test
    void buckets_that_are_merged_are_those_of_the_model() {
        RedisFunctionsBench.load(redis);
        var both = new RedisFunctionsBench(redis);
        both.run(new FunctionsOperation.Prepare(0, 1));
        both.run(new FunctionsOperation.Publish(
                0, 1, 0, -100, List.of(500L, 500L, 500L, 500L, 500L), Enforcement.ENFORCE, 0));

        for (int i = 0; i < 78; i++) {
            both.run(new FunctionsOperation.Hold(List.of(new FunctionsOperation.Entry(0, 1 + i % 5, List.of(), 1))));
            both.run(new FunctionsOperation.Pass(10_000_000));
        }

        assertThat(both.pairs(0)).isLessThan(CopyModel.MERGED_AT);
    }

    @Test
    void an_hour_that_closes_as_a_whole_gives_back_exactly_what_was_held_in_it() {
        Period month = Period.of(Instant.ofEpochMilli(now()));
        prepare();
        publish(1, month, FAR, FAR, FAR);
        long hour = (month.firstBucket() / 360 + 24) * 360;
        for (long bucket = hour - 36; bucket < hour + 360; bucket += 4) {
            at(bucket);
            assertThat(hold(1).admitted()).isTrue();
        }

        publishClosed(2, month, hour - 1);
        long afterFirst = open();
        publishClosed(3, month, hour + 100);
        long withinSecond = open();
        publishClosed(4, month, hour + 359);

        assertThat(afterFirst).isEqualTo(90);
        assertThat(withinSecond).isBetween(90L - 26, 90L);
        assertThat(open()).isZero();
    }

    @Test
    void what_was_held_a_moment_ago_is_released_however_much_is_held_besides() {
        Period month = Period.of(Instant.ofEpochMilli(now()));
        prepare();
        publish(1, month, FAR, FAR, FAR);
        long first = month.firstBucket() + 1_000;
        for (long bucket = first; bucket < first + 200; bucket++) {
            at(bucket);
            var _ = hold(1);
        }
        long held = open();

        Object released =
                redis.must("FCALL", "tollgate_release_2", 1, RedisKeys.account(tenant), 1, first + 199 - 29, 1);

        assertThat(released).isEqualTo(List.of(1L));
        assertThat(open()).isEqualTo(held - 1);
    }

    @Test
    void a_publish_never_takes_a_close_back() {
        Period month = Period.of(Instant.ofEpochMilli(now()));
        prepare();
        publishClosed(1, month, 100);
        byte[] before = copy();

        Object answer = published(2, month, 99);

        assertThat(answer).isEqualTo(List.of(3L));
        assertThat(copy()).isEqualTo(before);
    }

    @Test
    void a_copy_is_dropped_only_as_it_was_read() {
        Period month = Period.of(Instant.ofEpochMilli(now()));
        prepare();
        publish(5, month, 50, 0, 50);

        Object other = redis.must("FCALL", "tollgate_drop_3", 1, RedisKeys.account(tenant), 1, 4);
        byte[] kept = copy();
        Object same = redis.must("FCALL", "tollgate_drop_3", 1, RedisKeys.account(tenant), 1, 5);

        assertThat(other).isEqualTo(List.of(0L));
        assertThat(kept).isNotNull();
        assertThat(same).isEqualTo(List.of(1L));
        assertThat(copy()).isNull();
    }

    @Test
    void a_copy_with_a_thousand_days_open_refuses_without_a_verdict() {
        Period month = Period.of(Instant.ofEpochMilli(now()));
        prepare();
        publish(1, month, FAR, 0, FAR);
        byte[] one = copy();
        Buffer full = Buffer.buffer(one);
        long first = Period.bucket(Instant.ofEpochMilli(now())) - (CopyModel.PAIRS_MAX + 2) * 8_640L;
        for (int i = 0; i < CopyModel.PAIRS_MAX; i++) {
            full.appendBytes(doubleLe(first + i * 8_640L)).appendBytes(doubleLe(1));
        }
        redis.must("SET", RedisKeys.account(tenant), full.getBytes());

        HoldReply answer = hold(1);

        assertThat(answer.code()).isEqualTo(7);
        assertThat(answer.aged()).isEqualTo(first);
        assertThat(copy()).isEqualTo(full.getBytes());
    }

    @Test
    void one_bad_entry_never_fails_its_neighbours() {
        TenantId broken = new TenantId(UUID.randomUUID());
        prepare();
        publish(1, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);

        List<?> reply = (List<?>) redis.must(
                "FCALL",
                "tollgate_hold_2",
                4,
                RedisKeys.account(broken),
                RedisKeys.rate(broken),
                RedisKeys.account(tenant),
                RedisKeys.rate(tenant),
                "a dollar",
                0,
                7,
                0);

        Buffer answers = Buffer.buffer((byte[]) reply.getFirst());
        assertThat(HoldReply.read(answers, 0).code()).isEqualTo(-1);
        assertThat(HoldReply.read(answers, 1).left()).isEqualTo(43);
        assertThat(new String((byte[]) reply.get(1))).contains("not a whole number: a dollar");
    }

    @Test
    void a_value_that_is_no_copy_of_this_version_is_lost_and_replaced() {
        prepare();
        publish(1, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);
        byte[] sound = copy();

        for (Object[] foreign : List.of(
                new Object[] {"LPUSH", RedisKeys.account(tenant), "a list"},
                new Object[] {"SET", RedisKeys.account(tenant), "no copy"},
                new Object[] {"SET", RedisKeys.account(tenant), Arrays.copyOfRange(sound, 2, sound.length)},
                new Object[] {"SET", RedisKeys.account(tenant), Arrays.copyOf(sound, sound.length - 1)},
                new Object[] {"SET", RedisKeys.account(tenant), otherFormat(sound)})) {
            redis.must("DEL", RedisKeys.account(tenant));
            redis.must(foreign);

            HoldReply lost = hold(1);
            prepare();
            publish(1, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);

            assertThat(lost.code()).isEqualTo(HoldReply.LOST);
            assertThat(hold(1).left()).isEqualTo(49);
        }
    }

    @Test
    void foreign_rate_counters_are_replaced() {
        prepare();
        publish(1, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);
        redis.must("SET", RedisKeys.rate(tenant), "no counters");

        HoldReply first = hold(1, RateLimit.TENANT, 1);
        HoldReply second = hold(1, RateLimit.TENANT, 1);

        assertThat(first.admitted()).isTrue();
        assertThat(second.code()).isEqualTo(HoldReply.RATE);
    }

    @Test
    void a_limit_that_a_clock_ahead_has_moved_is_free_when_the_clock_is_set_back() {
        prepare();
        publish(1, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);
        offset(Duration.ofMinutes(5));
        hold(1, RateLimit.TENANT, 1);
        offset(Duration.ZERO);

        HoldReply first = hold(1, RateLimit.TENANT, 1);
        HoldReply second = hold(1, RateLimit.TENANT, 1);

        assertThat(first.admitted()).isTrue();
        assertThat(second.code()).isEqualTo(HoldReply.RATE);
    }

    @Test
    void limits_that_have_long_been_free_are_dropped() {
        prepare();
        publish(1, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);
        hold(1, "key_revoked", 5);
        offset(Duration.ofMinutes(11));

        hold(1, "key_new", 5);

        assertThat(redis.must("HKEYS", RedisKeys.rate(tenant)))
                .asInstanceOf(InstanceOfAssertFactories.list(byte[].class))
                .extracting(String::new)
                .containsExactly("key_new");
    }

    @Test
    void a_copy_older_than_an_incarnation_that_the_meter_knows_is_removed_by_the_publish() {
        prepare();
        publish(1, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);

        Object published = publish(2, 3, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);

        assertThat(published).isEqualTo(List.of(0L));
        assertThat(hold(1).code()).isEqualTo(HoldReply.LOST);
    }

    @Test
    void a_stub_stays_and_answers_its_incarnation_and_age() {
        Object nothing = prepared(0);
        prepare();

        Object young = prepared(2);
        offset(Duration.ofMinutes(2));
        Object old = prepared(3);
        publish(1, Period.of(Instant.ofEpochMilli(now())), 50, 0, 50);
        Object current = prepared(4);

        assertThat(nothing).isEqualTo(List.of(List.of(-1L, 0L)));
        assertThat(age(young, 1)).isLessThan(60_000);
        assertThat(age(old, 1)).isBetween(120_000L, 180_000L);
        assertThat(current).isEqualTo(List.of(List.of(0L, 0L)));
    }

    private static long age(Object prepared, long inc) {
        List<?> stub = (List<?>) ((List<?>) prepared).getFirst();
        assertThat(stub.getFirst()).isEqualTo(inc);
        return (Long) stub.get(1);
    }

    private Object prepared(long n) {
        return redis.must("FCALL", "tollgate_prepare_2", 1, RedisKeys.account(tenant), n);
    }

    private static byte[] otherFormat(byte[] sound) {
        byte[] other = sound.clone();
        other[1]++;
        return other;
    }

    private void prepare() {
        assertThat(redis.must("FCALL", "tollgate_prepare_2", 1, RedisKeys.account(tenant), 1))
                .isEqualTo(List.of(List.of(1L, 0L)));
    }

    private void publish(long seq, Period month, long included, long prepaid, long nextIncluded) {
        assertThat(publish(seq, 1, month, included, prepaid, nextIncluded)).isEqualTo(List.of(2L));
    }

    private Object publish(long seq, long inc, Period month, long included, long prepaid, long nextIncluded) {
        return redis.must(
                "FCALL",
                "tollgate_publish_2",
                1,
                RedisKeys.account(tenant),
                seq,
                inc,
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
    }

    private void publishClosed(long seq, Period month, long closed) {
        assertThat(published(seq, month, closed)).isEqualTo(List.of(2L));
    }

    private Object published(long seq, Period month, long closed) {
        return redis.must(
                "FCALL",
                "tollgate_publish_2",
                1,
                RedisKeys.account(tenant),
                seq,
                1,
                closed,
                month.next().firstBucket(),
                month.next().lastBucket() + 1,
                FAR,
                FAR,
                FAR,
                FAR,
                FAR,
                0,
                0);
    }

    /** Moves the clock into a bucket. */
    private void at(long bucket) {
        offset(Duration.ZERO);
        var start = Period.startOfBucket(bucket).plusSeconds(5);
        offset(Duration.between(Instant.ofEpochMilli(now()), start));
    }

    private long open() {
        return AccountCopy.read(Buffer.buffer(copy())).openMicros();
    }

    private HoldReply hold(long cost) {
        return hold(List.of(cost, 0));
    }

    @CanIgnoreReturnValue
    private HoldReply hold(long cost, String limit, int perSecond) {
        return hold(List.of(cost, 1, limit, perSecond));
    }

    private HoldReply hold(List<Object> entry) {
        List<Object> command = new ArrayList<>(
                List.of("FCALL", "tollgate_hold_2", 2, RedisKeys.account(tenant), RedisKeys.rate(tenant)));
        command.addAll(entry);
        List<?> reply = (List<?>) redis.must(command.toArray());
        return HoldReply.read(Buffer.buffer((byte[]) reply.getFirst()), 0);
    }

    private byte[] copy() {
        return (byte[]) redis.must("GET", RedisKeys.account(tenant));
    }

    private long now() {
        return (Long) redis.must("FCALL", "tollgate_now_2", 0);
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
