package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.copy.RedisKeys;
import dev.tollgate.money.rating.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a copy begins and ends: stubs, publishes, values that are no copies. */
class CopyLifeTest extends OnRedisFunctions {

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
}
