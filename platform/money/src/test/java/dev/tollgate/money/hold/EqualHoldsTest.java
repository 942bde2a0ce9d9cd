package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.budget.CredentialBudget;
import dev.tollgate.money.rating.Enforcement;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** An entry of n calls does what n entries do, one after the other: every verdict and every state, also of budgets. */
class EqualHoldsTest {

    private static final long BUCKET = 176_400_000;
    private static final long TURN = BUCKET + 60;
    private static final long NEVER = 1L << 40;
    private static int someAdmitted;
    private static RawRedis redis;

    /** What an account, a budget and limits leave; a budget below 0 is none. */
    record Setting(long money, long cap, long budget, Enforcement enforcement, List<RateLimit> rates) {}

    /** Equal calls. */
    record Calls(long cost, int count) {}

    /** A tenant with its keys, and the budget of its credential. */
    private record Side(TenantId tenant, UUID budget) {

        static Side fresh() {
            return new Side(new TenantId(UUID.randomUUID()), UUID.randomUUID());
        }

        String account() {
            return RedisKeys.account(tenant);
        }

        String budgetKey() {
            return RedisKeys.budget(tenant, budget);
        }

        HoldRequest request(Setting setting, long cost) {
            CredentialBudget known = setting.budget() < 0
                    ? null
                    : new CredentialBudget(budget, new BudgetLimit(Math.max(1, setting.budget()), BudgetPeriod.DAY));
            return new HoldRequest(tenant, cost, setting.rates(), known);
        }
    }

    @BeforeContainer
    static void connect() {
        redis = new RawRedis(TestServers.shared().redisUrl());
        RedisFunctionsBench.load(redis);
        redis.must("DEL", "clock");
        redis.must("RPUSH", "clock", BUCKET * 10, 0);
    }

    @AfterContainer
    static void restore() {
        redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source());
        redis.close();
        assertThat(someAdmitted).as("entries that were admitted in part").isGreaterThan(100);
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
    void an_entry_of_many_calls_does_what_as_many_entries_do(
            @ForAll("settings") Setting setting, @ForAll("calls") List<Calls> steps) {
        Side counted = prepared(setting);
        Side single = prepared(setting);

        for (Calls step : steps) {
            assertThat(counted(counted, setting, step)).isEqualTo(single(single, setting, step));
        }

        assertThat(state(counted)).isEqualTo(state(single));
        var oneMore = new Calls(1, 1);
        assertThat(counted(counted, setting, oneMore)).isEqualTo(single(single, setting, oneMore));
    }

    @Provide
    Arbitrary<Setting> settings() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 400),
                        Arbitraries.longs().between(0, 400),
                        Arbitraries.longs().between(-200, 400),
                        Arbitraries.of(
                                Enforcement.ENFORCE, Enforcement.ENFORCE, Enforcement.NOTIFY, Enforcement.PAUSED),
                        Arbitraries.of(
                                List.<RateLimit>of(),
                                List.of(new RateLimit(RateLimit.TENANT, 5)),
                                List.of(new RateLimit(RateLimit.TENANT, 7), new RateLimit("key_a", 3)),
                                List.of(new RateLimit(RateLimit.TENANT, 1_000), new RateLimit("key_b", 600))))
                .as(Setting::new);
    }

    @Provide
    Arbitrary<List<Calls>> calls() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 60),
                        Arbitraries.integers().between(1, 40))
                .as(Calls::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Example
    void calls_before_the_period_of_their_budget_do_not_count_against_it_and_each_that_is_admitted_is_held() {
        var setting = new Setting(400, 400, 8, Enforcement.ENFORCE, List.of());
        Side side = prepared(setting, BUCKET + 2);

        List<HoldReply> replies = counted(side, setting, new Calls(5, 8));

        assertThat(replies).allMatch(HoldReply::admitted);
        var copy = (Buffer) state(side).getFirst();
        assertThat(AccountCopy.read(copy).openMicros()).isEqualTo(8 * 5);
    }

    private static Side prepared(Setting setting) {
        return prepared(setting, 0);
    }

    private static Side prepared(Setting setting, long budgetStarts) {
        Side side = Side.fresh();
        redis.must("FCALL", "tollgate_prepare_2", 1, side.account(), 1);
        redis.must(
                "FCALL",
                "tollgate_publish_2",
                1,
                side.account(),
                1,
                1,
                0,
                TURN,
                TURN + 60,
                setting.money(),
                0,
                setting.cap(),
                0,
                0,
                setting.enforcement().code(),
                0);
        if (setting.budget() >= 0) {
            redis.must(
                    "FCALL",
                    "tollgate_publish_budgets_3",
                    2,
                    side.account(),
                    side.budgetKey(),
                    1,
                    1,
                    0,
                    budgetStarts,
                    TURN,
                    NEVER,
                    setting.budget(),
                    0);
        }
        return side;
    }

    private static List<HoldReply> counted(Side side, Setting setting, Calls calls) {
        HoldRequest request = side.request(setting, calls.cost());
        Buffer answers = hold("tollgate_hold_4", 1, request, List.of(calls.count()));
        HoldReplies replies = HoldReplies.readAt(answers, 0, new HoldEntry(request, calls.count()));
        assertThat(replies.bytes()).isEqualTo(answers.length());
        someAdmitted += replies.rest() == null ? 0 : 1;
        List<HoldReply> all = new ArrayList<>();
        for (int call = 0; call < calls.count(); call++) {
            all.add(replies.of(call));
        }
        return all;
    }

    private static List<HoldReply> single(Side side, Setting setting, Calls calls) {
        HoldRequest request = side.request(setting, calls.cost());
        Buffer answers = hold("tollgate_hold_2", calls.count(), request, List.of());
        List<HoldReply> all = new ArrayList<>();
        for (int call = 0; call < calls.count(); call++) {
            all.add(HoldReply.readAt(answers, call * HoldReply.bytes(request), request.budget() != null));
        }
        return all;
    }

    private static Buffer hold(String function, int entries, HoldRequest request, List<Object> count) {
        List<Object> keys =
                new ArrayList<>(List.of(RedisKeys.account(request.tenant()), RedisKeys.rate(request.tenant())));
        if (request.budget() != null) {
            keys.add(RedisKeys.budget(request.tenant(), request.budget().id()));
        }
        List<Object> arguments = new ArrayList<>(
                List.of(request.costMicros(), request.rates().size() + (request.budget() == null ? 0 : 8)));
        arguments.addAll(count);
        request.rates().forEach(rate -> arguments.addAll(List.of(rate.name(), rate.perSecond())));
        List<Object> command = new ArrayList<>(List.of("FCALL", function, entries * keys.size()));
        Collections.nCopies(entries, keys).forEach(command::addAll);
        Collections.nCopies(entries, arguments).forEach(command::addAll);
        List<?> reply = (List<?>) redis.must(command.toArray());
        assertThat(reply).hasSize(1);
        return Buffer.buffer((byte[]) reply.getFirst());
    }

    /** The packed states. */
    private static List<Object> state(Side side) {
        List<Object> state = new ArrayList<>();
        for (String key : List.of(side.account(), side.budgetKey())) {
            state.add(redis.must("EXISTS", key).equals(1L) ? Buffer.buffer((byte[]) redis.must("GET", key)) : "none");
        }
        return state;
    }
}
