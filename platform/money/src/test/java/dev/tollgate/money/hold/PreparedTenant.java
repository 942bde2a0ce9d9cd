package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.budget.CredentialBudget;
import dev.tollgate.money.copy.AccountCopy;
import dev.tollgate.money.copy.RedisKeys;
import dev.tollgate.money.rating.Enforcement;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A tenant of its own in Redis, with what a test says that is left, and the holds of its one credential. */
final class PreparedTenant {

    /** The bucket that the clock is in. */
    static final long BUCKET = 176_400_000;

    private static final long TURN = BUCKET + 60;
    private static final long NEVER = 1L << 40;

    /** Equal calls. */
    record Calls(long cost, int count) {}

    /**
     * What an account, a budget and limits leave.
     *
     * @param budget below 0 for none
     * @param budgetStarts the first bucket of the budget's period
     */
    record Left(long money, long cap, long budget, long budgetStarts, Enforcement enforcement, List<RateLimit> rates) {}

    private final RawRedis redis;
    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private final UUID budget = UUID.randomUUID();
    private final Left left;

    PreparedTenant(RawRedis redis, Left left) {
        this.redis = redis;
        this.left = left;
        redis.must("FCALL", "tollgate_prepare_2", 1, account(), 1);
        publish();
        if (left.budget() >= 0) {
            publishBudget();
        }
    }

    /** The functions, with a clock whose time does not leave the current bucket. */
    static void load(RawRedis redis) {
        RedisFunctionsBench.load(redis);
        redis.must("DEL", "clock");
        redis.must("RPUSH", "clock", BUCKET * 10, 0);
    }

    private void publish() {
        redis.must(
                "FCALL",
                "tollgate_publish_2",
                1,
                account(),
                1,
                1,
                0,
                TURN,
                TURN + 60,
                left.money(),
                0,
                left.cap(),
                0,
                0,
                left.enforcement().code(),
                0);
    }

    private void publishBudget() {
        redis.must(
                "FCALL",
                "tollgate_publish_budgets_3",
                2,
                account(),
                budgetKey(),
                1,
                1,
                0,
                left.budgetStarts(),
                TURN,
                NEVER,
                left.budget(),
                0);
    }

    private String account() {
        return RedisKeys.account(tenant);
    }

    private String budgetKey() {
        return RedisKeys.budget(tenant, budget);
    }

    HoldRequest request(long cost) {
        CredentialBudget known = left.budget() < 0
                ? null
                : new CredentialBudget(budget, new BudgetLimit(Math.max(1, left.budget()), BudgetPeriod.DAY));
        return new HoldRequest(tenant, cost, left.rates(), known);
    }

    /** The answer to entries of so many calls each. */
    Buffer hold(long cost, List<Integer> entries) {
        HoldArguments sent = request(cost).arguments();
        List<Object> command = new ArrayList<>(
                List.of("FCALL", "tollgate_hold_8", entries.size() * sent.keys().size()));
        entries.forEach(_ -> command.addAll(sent.keys()));
        entries.forEach(calls -> command.addAll(List.of(sent.terms(), calls)));
        return answer(command);
    }

    /** The same of one entry, as gateways of the version before ask for it. */
    Buffer holdAsBefore(Calls calls) {
        boolean budgeted = left.budget() >= 0;
        List<Object> command = new ArrayList<>(List.of("FCALL", "tollgate_hold_4", budgeted ? 3 : 2));
        command.add(account());
        command.add('{' + tenant.text() + "}:rate");
        if (budgeted) {
            command.add(budgetKey());
        }
        command.addAll(List.of(calls.cost(), left.rates().size() + (budgeted ? 8 : 0), calls.count()));
        left.rates().forEach(rate -> command.addAll(List.of(rate.name(), rate.perSecond())));
        return answer(command);
    }

    private Buffer answer(List<Object> command) {
        List<?> reply = (List<?>) redis.must(command.toArray());
        assertThat(reply).hasSize(1);
        return Buffer.buffer((byte[]) reply.getFirst());
    }

    /** The packed states of account and budget. */
    List<Object> state() {
        List<Object> state = new ArrayList<>();
        for (String key : List.of(account(), budgetKey())) {
            state.add(redis.must("EXISTS", key).equals(1L) ? Buffer.buffer((byte[]) redis.must("GET", key)) : "none");
        }
        return state;
    }

    /** What the copy of the account says that is held. */
    long heldMicros() {
        return AccountCopy.read((Buffer) state().getFirst()).openMicros();
    }
}
