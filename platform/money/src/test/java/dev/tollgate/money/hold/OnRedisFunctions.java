package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.copy.RedisKeys;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.redis.FunctionLibrary;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The library as production loads it, with Redis's own clock or one that is set off, and the copy of one account. */
public abstract class OnRedisFunctions {

    static final long FAR = 1L << 40;

    final TenantId tenant = new TenantId(UUID.randomUUID());
    RawRedis redis;

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

    void prepare() {
        assertThat(redis.must("FCALL", "tollgate_prepare_2", 1, RedisKeys.account(tenant), 1))
                .isEqualTo(List.of(List.of(1L, 0L)));
    }

    void publish(long seq, Period month, long included, long prepaid, long nextIncluded) {
        assertThat(publish(seq, 1, month, included, prepaid, nextIncluded)).isEqualTo(List.of(2L));
    }

    Object publish(long seq, long inc, Period month, long included, long prepaid, long nextIncluded) {
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

    void publishClosed(long seq, Period month, long closed) {
        assertThat(published(seq, month, closed)).isEqualTo(List.of(2L));
    }

    Object published(long seq, Period month, long closed) {
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

    HoldReply hold(long cost) {
        return hold(new HoldRequest(tenant, cost, List.of()));
    }

    /** One call without a budget. */
    HoldReply hold(HoldRequest request) {
        HoldArguments sent = request.arguments();
        List<?> reply =
                (List<?>) redis.must("FCALL", "tollgate_hold_8", 1, sent.keys().getFirst(), sent.terms(), 1);
        return HoldReply.readAt(Buffer.buffer((byte[]) reply.getFirst()), 0, false);
    }

    byte[] copy() {
        return (byte[]) redis.must("GET", RedisKeys.account(tenant));
    }

    long now() {
        return (Long) redis.must("FCALL", "tollgate_now_2", 0);
    }

    void offset(Duration ahead) {
        redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source(ahead.toMillis()));
    }
}
