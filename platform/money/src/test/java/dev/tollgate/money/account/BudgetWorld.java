package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.redis.FunctionLibrary;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The real functions and rows under a run of a budget, with a clock that only goes forward. */
final class BudgetWorld implements AutoCloseable {

    private static final String TAKE_NUMBER =
            "UPDATE billing.account SET prep = prep + 1 WHERE tenant = $1 RETURNING prep";

    final MoneyBench bench;
    private long aheadMillis;

    BudgetWorld() {
        bench = new MoneyBench(this::now);
        bench.usageSays(0);
        bench.awaited(bench.functions::load);
    }

    Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis() + aheadMillis);
    }

    long bucket() {
        return Period.bucket(Instant.ofEpochMilli((Long) bench.redis.must("FCALL", "tollgate_now_2", 0)));
    }

    void pass(Duration time) {
        aheadMillis += time.toMillis();
        bench.redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source(aheadMillis));
    }

    long takeNumber(TenantId tenant) {
        return bench.asTenant(
                tenant,
                transaction -> transaction
                        .query(TAKE_NUMBER, Tuple.of(tenant.value()))
                        .map(rows -> rows.iterator().next().getLong("prep")));
    }

    /** The numbers of the reply. */
    double[] hold(BudgetKey key, long cost) {
        List<?> reply = (List<?>) bench.redis.must(
                "FCALL",
                "tollgate_hold_8",
                2,
                name(key.tenant(), "account"),
                name(key.tenant(), "budget:" + key.id()),
                "b " + cost,
                1);
        var numbers = Buffer.buffer((byte[]) reply.getFirst());
        double[] all = new double[numbers.length() / Double.BYTES];
        for (int i = 0; i < all.length; i++) {
            all[i] = numbers.getDoubleLE(i * Double.BYTES);
        }
        return all;
    }

    void release(BudgetKey key, Charge.Hold hold, long cost) {
        bench.redis.must(
                "FCALL", "tollgate_release_2", 1, name(key.tenant(), "account"), hold.inc(), hold.bucket(), cost);
        bench.redis.must(
                "FCALL",
                "tollgate_release_budgets_3",
                1,
                name(key.tenant(), "budget:" + key.id()),
                hold.inc(),
                hold.bucket(),
                cost);
    }

    private static String name(TenantId tenant, String what) {
        return '{' + tenant.text() + "}:" + what;
    }

    @Override
    public void close() {
        bench.close();
    }
}
