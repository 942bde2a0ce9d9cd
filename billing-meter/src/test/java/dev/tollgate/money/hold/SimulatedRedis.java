package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.budget.BudgetFigures;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.copy.AccountCopy;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.copy.BudgetCopy;
import dev.tollgate.money.copy.BudgetFunctions;
import dev.tollgate.money.copy.RedisKeys;
import dev.tollgate.money.rating.PublishedFigures;
import dev.tollgate.money.redis.RedisFunctions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One Redis of a simulation: a real server with the real functions, whose clock the scheduler sets, and which may be
 * flushed, or become what another server was some time ago.
 */
public final class SimulatedRedis implements AutoCloseable {

    /** Answer of {@code prepare} for a current copy. */
    public static final long CURRENT = 0;

    /** Answer of a look for no copy. */
    public static final long ABSENT = -1;

    private static final String TIME = "redis.call('TIME')";
    private static final String OWN_TIME = "redis.call('LRANGE', 'clock', 0, 1)";
    private static final Command FCALL = Command.create("FCALL");
    private static final Command REPLICAOF = Command.create("REPLICAOF");
    private static final int MICROS = 1_000_000;

    /** Answer to a hold; the numbers are those of the functions. */
    public record Verdict(int code, long inc, long bucket, boolean aged, boolean budgetAged) {

        public boolean admitted() {
            return code == HoldReply.ADMITTED;
        }

        public boolean lost() {
            return code == HoldReply.LOST;
        }

        public boolean passed() {
            return code == HoldReply.PASSED;
        }

        public boolean budgetOutdated() {
            return code == HoldReply.BUDGET_LOST || code == HoldReply.BUDGET_PASSED;
        }
    }

    /** A stub, or the lack of one. */
    public record Stub(long inc, Duration age) {}

    private final TestServers.OwnRedis server;
    private final Redis client;
    private final String library;

    /** @param library the text of the functions, which a test may have changed */
    public SimulatedRedis(Vertx vertx, String library) {
        this.library = timed(library);
        this.server = TestServers.startRedis();
        this.client = Redis.createClient(vertx, server.url());
        load();
    }

    /** The functions with a clock that is set, not read. */
    public static String timed(String library) {
        if (!library.contains(TIME)) {
            throw new IllegalArgumentException("the library reads no clock");
        }
        return library.replace(TIME, OWN_TIME);
    }

    public String url() {
        return server.url();
    }

    public void set(Instant now) {
        var _ = send(Command.DEL, "clock");
        var _ = send(Command.RPUSH, "clock", now.getEpochSecond(), now.getNano() / 1_000 % MICROS);
    }

    /** @param budget null for a credential without one */
    public Verdict hold(TenantId tenant, UUID budget, long cost) {
        var reply = budget == null
                ? call("tollgate_hold_8", 1, RedisKeys.account(tenant), "a " + cost, 1)
                : call(
                        "tollgate_hold_8",
                        2,
                        RedisKeys.account(tenant),
                        RedisKeys.budget(tenant, budget),
                        "b " + cost,
                        1);
        var answer = HoldReply.readAt(reply.get(0).toBuffer(), 0, budget != null);
        var rest = answer.budget();
        return new Verdict(
                answer.code(), answer.inc(), answer.bucket(), answer.aged() != 0, rest != null && rest.aged() != 0);
    }

    public void release(TenantId tenant, Charge.Hold hold, long cost) {
        var _ = call("tollgate_release_2", 1, RedisKeys.account(tenant), hold.inc(), hold.bucket(), cost);
        if (hold.budget() != null) {
            var key = RedisKeys.budget(tenant, hold.budget());
            var _ = call("tollgate_release_budgets_3", 1, key, hold.inc(), hold.bucket(), cost);
        }
    }

    /** With n = 0 only looks. */
    public Stub prepare(TenantId tenant, long n) {
        var stub = call("tollgate_prepare_2", 1, RedisKeys.account(tenant), n).get(0);
        return new Stub(stub.get(0).toLong(), Duration.ofMillis(stub.get(1).toLong()));
    }

    /** Whether a copy has the figures, or newer ones. */
    public boolean publish(TenantId tenant, PublishedFigures figures) {
        var request = RedisFunctions.fcall("tollgate_publish_2", 1).arg(RedisKeys.account(tenant));
        AccountFunctions.arguments(figures).forEach(request::arg);
        return client.send(request).await().get(0).toLong() > 0;
    }

    /** The same for a budget. */
    public boolean publish(BudgetKey key, BudgetFigures figures) {
        var request = RedisFunctions.fcall("tollgate_publish_budgets_3", 2)
                .arg(RedisKeys.account(key.tenant()))
                .arg(RedisKeys.budget(key.tenant(), key.id()));
        BudgetFunctions.arguments(figures).forEach(request::arg);
        return client.send(request).await().get(0).toLong() > 0;
    }

    /** The copy, if it is current. */
    public Optional<AccountCopy> copy(TenantId tenant) {
        var packed =
                call("tollgate_read_2", 1, RedisKeys.account(tenant)).get(0).toBuffer();
        return packed.length() == 0 ? Optional.empty() : Optional.of(AccountCopy.read(packed));
    }

    /** The copy of a budget, if it is current. */
    public Optional<BudgetCopy> copy(BudgetKey key) {
        var packed = call("tollgate_read_budgets_3", 1, RedisKeys.budget(key.tenant(), key.id()))
                .get(0)
                .toBuffer();
        return packed.length() == 0 ? Optional.empty() : Optional.of(BudgetCopy.read(packed));
    }

    /** Everything of these keys, as a replica would have it. */
    public Map<String, Buffer> snapshot(TenantId tenant, List<BudgetKey> budgets) {
        Map<String, Buffer> values = new HashMap<>();
        put(values, RedisKeys.account(tenant));
        budgets.forEach(key -> put(values, RedisKeys.budget(tenant, key.id())));
        return values;
    }

    private void put(Map<String, Buffer> values, String key) {
        var value = send(Command.GET, key);
        if (value != null) {
            values.put(key, value.toBuffer());
        }
    }

    public void flush(Instant now) {
        var _ = send(Command.FLUSHALL);
        set(now);
    }

    /** Takes over with what had reached it: its history begins anew, and libraries come with the data. */
    public void takeOver(Map<String, Buffer> values, Instant now) {
        var _ = send(Command.FLUSHALL);
        var _ = send(Command.FUNCTION, "FLUSH");
        load();
        var _ = send(REPLICAOF, "127.0.0.1", "1");
        var _ = send(REPLICAOF, "NO", "ONE");
        set(now);
        values.forEach((key, value) -> {
            var _ = send(Command.SET, key, value);
        });
    }

    private void load() {
        var _ = send(Command.FUNCTION, "LOAD", "REPLACE", library);
    }

    private Response call(String function, Object... keysAndArguments) {
        var request = Request.cmd(FCALL).arg(function);
        return send(request, keysAndArguments);
    }

    private Response send(Command command, Object... arguments) {
        return send(Request.cmd(command), arguments);
    }

    private Response send(Request request, Object... arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Buffer bytes) {
                request.arg(bytes);
            } else {
                request.arg(String.valueOf(argument));
            }
        }
        return client.send(request).await();
    }

    @Override
    public void close() {
        client.close().await();
        server.close();
    }
}
