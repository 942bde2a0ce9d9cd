package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.copy.AccountCopy;
import dev.tollgate.money.copy.RedisKeys;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.Period;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Months and buckets of a copy. */
class RedisFunctionsTest extends OnRedisFunctions {

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
            var entry = new FunctionsOperation.Entry(0, FunctionsOperation.NO_BUDGET, 1 + i % 5, List.of(), 1);
            both.run(new FunctionsOperation.Hold(List.of(entry)));
            both.run(new FunctionsOperation.Pass(10_000_000));
        }

        assertThat(both.pairs(0)).isLessThan(HeldModel.MERGED_AT);
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
    void a_copy_with_a_thousand_days_open_refuses_without_a_verdict() {
        Period month = Period.of(Instant.ofEpochMilli(now()));
        prepare();
        publish(1, month, FAR, 0, FAR);
        byte[] one = copy();
        Buffer full = Buffer.buffer(one);
        long first = Period.bucket(Instant.ofEpochMilli(now())) - (HeldModel.PAIRS_MAX + 2) * 8_640L;
        for (int i = 0; i < HeldModel.PAIRS_MAX; i++) {
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
                "tollgate_hold_8",
                2,
                RedisKeys.account(broken),
                RedisKeys.account(tenant),
                "a dollar",
                1,
                "a 7",
                1);

        Buffer answers = Buffer.buffer((byte[]) reply.getFirst());
        assertThat(HoldReply.readAt(answers, 0, false).code()).isEqualTo(-1);
        assertThat(HoldReply.readAt(answers, HoldReply.BYTES + Double.BYTES, false)
                        .left())
                .isEqualTo(43);
        assertThat(new String((byte[]) reply.get(1))).contains("not a whole number: dollar");
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

    private static byte[] doubleLe(double value) {
        byte[] bytes = new byte[8];
        java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).putDouble(value);
        return bytes;
    }
}
