package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.account.MoneyBench;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.rating.PublishedFigures;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * The real servers under a protocol run: the real functions, the real rows, a clock that is set off, and the ways in
 * which Redis loses things.
 */
final class ProtocolWorld implements AutoCloseable {

    private static final String TAKE_NUMBER =
            "UPDATE billing.account SET prep = prep + 1 WHERE tenant = $1 RETURNING prep";

    private final InstantSource clock = this::now;
    final MoneyBench bench;
    private final RawRedis redis;
    private TenantId tenant;
    private long aheadMillis;
    private int slice;

    ProtocolWorld() {
        bench = new MoneyBench(clock);
        redis = bench.redis;
    }

    /** A new account, and a clock that stands so long before the end of a month. */
    void begin(Plan plan, Duration beforeMonthEnd) {
        aheadMillis = 0;
        slice++;
        loadClock();
        pass(Duration.between(now(), Period.of(now()).end()).minus(beforeMonthEnd));
        tenant = bench.account(plan);
    }

    /** Each run has a slice of its own: what another has closed is of another time. */
    int slice() {
        return slice;
    }

    TenantId tenant() {
        return tenant;
    }

    /** By Redis and for everyone else. */
    Instant now() {
        return Instant.ofEpochMilli((Long) redis.must("FCALL", "tollgate_now_2", 0));
    }

    void pass(Duration time) {
        aheadMillis += time.toMillis();
        loadClock();
    }

    private void loadClock() {
        redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source(aheadMillis));
    }

    long takeNumber() {
        return bench.asTenant(
                tenant,
                transaction -> transaction
                        .query(TAKE_NUMBER, Tuple.of(tenant.value()))
                        .map(rows -> rows.iterator().next().getLong("prep")));
    }

    /** What the meter does in one transaction; one that crashes does nothing. */
    @CanIgnoreReturnValue
    List<AppliedUpdate> asMeter(boolean crashes, Function<Transaction, Future<List<AppliedUpdate>>> body) {
        return bench.asMeter(transaction -> {
            if (crashes) {
                transaction.rollbackOnly();
            }
            return body.apply(transaction);
        });
    }

    HoldReply hold(long cost) {
        List<?> reply = (List<?>)
                redis.must("FCALL", "tollgate_hold_2", 2, RedisKeys.account(tenant), RedisKeys.rate(tenant), cost, 0);
        return HoldReply.read(Buffer.buffer((byte[]) reply.getFirst()), 0);
    }

    void release(long inc, long bucket, long cost) {
        redis.must("FCALL", "tollgate_release_2", 1, RedisKeys.account(tenant), inc, bucket, cost);
    }

    /** The incarnation of the stub that waits for its publish; 0 for none. */
    long prepare(long n) {
        List<?> stubs = (List<?>) redis.must("FCALL", "tollgate_prepare_2", 1, RedisKeys.account(tenant), n);
        return number(stubs.getFirst());
    }

    /** Whether a copy acknowledged it. */
    @CanIgnoreReturnValue
    boolean publish(PublishedFigures figures) {
        return number(redis.must(
                        "FCALL",
                        "tollgate_publish_2",
                        1,
                        RedisKeys.account(tenant),
                        figures.seq(),
                        figures.inc(),
                        figures.closed(),
                        figures.turn(),
                        figures.end(),
                        figures.included(),
                        figures.prepaid(),
                        figures.capLeft(),
                        figures.nextIncluded(),
                        figures.nextCap(),
                        figures.enforcement().code(),
                        figures.validUntilMillis()))
                > 0;
    }

    /** The copy, if it is ready and of this run; else null. */
    AccountCopy copy() {
        byte[] packed =
                (byte[]) ((List<?>) redis.must("FCALL", "tollgate_read_2", 1, RedisKeys.account(tenant))).getFirst();
        return packed.length == 0 ? null : AccountCopy.read(Buffer.buffer(packed));
    }

    byte[] snapshot() {
        return (byte[]) redis.must("GET", RedisKeys.account(tenant));
    }

    void flush() {
        redis.must("FLUSHALL");
    }

    /** Another server takes over, with whatever had reached it; libraries are loaded there with the data. */
    void failOver(byte[] older) {
        redis.must("FUNCTION", "FLUSH");
        loadClock();
        redis.must("REPLICAOF", "127.0.0.1", "1");
        redis.must("REPLICAOF", "NO", "ONE");
        if (older == null) {
            redis.must("DEL", RedisKeys.account(tenant));
        } else {
            redis.must("SET", RedisKeys.account(tenant), older);
        }
    }

    private static long number(Object reply) {
        return (Long) ((List<?>) reply).getFirst();
    }

    @Override
    public void close() {
        bench.close();
    }
}
