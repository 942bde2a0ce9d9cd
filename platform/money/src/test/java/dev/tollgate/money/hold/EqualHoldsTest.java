package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.hold.PreparedTenant.Calls;
import dev.tollgate.money.hold.PreparedTenant.Left;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.redis.FunctionLibrary;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

/**
 * An entry of n calls does what n entries do, one after the other, and what it did in the form of the version before:
 * every verdict and every state, also of budgets.
 */
class EqualHoldsTest {

    private static int someAdmitted;
    private static RawRedis redis;

    @BeforeContainer
    static void connect() {
        redis = new RawRedis(TestServers.shared().redisUrl());
        PreparedTenant.load(redis);
    }

    @AfterContainer
    static void restore() {
        redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source());
        redis.close();
        assertThat(someAdmitted).as("entries that were admitted in part").isGreaterThan(100);
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.BOUNDED)
    void an_entry_of_many_calls_does_what_as_many_entries_do(
            @ForAll("left") Left left, @ForAll("calls") List<Calls> steps) {
        var counted = new PreparedTenant(redis, left);
        var single = new PreparedTenant(redis, left);

        for (Calls step : steps) {
            assertThat(counted(counted, step)).isEqualTo(single(single, step));
        }

        assertThat(counted.state()).isEqualTo(single.state());
        var oneMore = new Calls(1, 1);
        assertThat(counted(counted, oneMore)).isEqualTo(single(single, oneMore));
    }

    @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
    void gateways_of_this_version_and_the_one_before_draw_on_the_same_money_and_limits(
            @ForAll("left") Left left, @ForAll("calls") List<Calls> steps) {
        var both = new PreparedTenant(redis, left);
        var alone = new PreparedTenant(redis, left);

        for (int step = 0; step < steps.size(); step++) {
            Calls calls = steps.get(step);
            Buffer expected = alone.hold(calls.cost(), List.of(calls.count()));
            if (step % 2 == 0) {
                assertThat(both.holdAsBefore(calls)).isEqualTo(asBefore(expected, left.budget() >= 0));
            } else {
                assertThat(both.hold(calls.cost(), List.of(calls.count()))).isEqualTo(expected);
            }
        }

        assertThat(both.state()).isEqualTo(alone.state());
    }

    @Provide
    Arbitrary<Left> left() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 400),
                        Arbitraries.longs().between(0, 400),
                        Arbitraries.longs().between(-200, 400),
                        Arbitraries.of(0L, 0L, 0L, PreparedTenant.BUCKET + 2),
                        Arbitraries.of(
                                Enforcement.ENFORCE, Enforcement.ENFORCE, Enforcement.NOTIFY, Enforcement.PAUSED),
                        Arbitraries.of(
                                List.<RateLimit>of(),
                                List.of(new RateLimit(RateLimit.TENANT, 5)),
                                List.of(new RateLimit(RateLimit.TENANT, 7), new RateLimit("subject \u00e9 7", 3)),
                                List.of(new RateLimit(RateLimit.TENANT, 1_000), new RateLimit("api_key key_b", 600))))
                .as(Left::new);
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
        var left = new Left(400, 400, 8, PreparedTenant.BUCKET + 2, Enforcement.ENFORCE, List.of());
        var tenant = new PreparedTenant(redis, left);

        List<HoldReply> replies = counted(tenant, new Calls(5, 8));

        assertThat(replies)
                .allMatch(HoldReply::admitted)
                .allMatch(reply -> reply.budget() != null && reply.budget().left() == 8);
        assertThat(tenant.heldMicros()).isEqualTo(8 * 5);
    }

    private static List<HoldReply> counted(PreparedTenant tenant, Calls calls) {
        Buffer answer = tenant.hold(calls.cost(), List.of(calls.count()));
        HoldReplies replies = replies(tenant, answer, 0, calls);
        assertThat(replies.bytes()).isEqualTo(answer.length());
        someAdmitted += replies.rest() == null ? 0 : 1;
        List<HoldReply> all = new ArrayList<>();
        for (int call = 0; call < calls.count(); call++) {
            all.add(replies.of(call));
        }
        return all;
    }

    private static List<HoldReply> single(PreparedTenant tenant, Calls calls) {
        Buffer answer = tenant.hold(calls.cost(), Collections.nCopies(calls.count(), 1));
        List<HoldReply> all = new ArrayList<>();
        int at = 0;
        while (at < answer.length()) {
            HoldReplies replies = replies(tenant, answer, at, new Calls(calls.cost(), 1));
            at += replies.bytes();
            all.add(replies.of(0));
        }
        return all;
    }

    private static HoldReplies replies(PreparedTenant tenant, Buffer answer, int at, Calls calls) {
        return HoldReplies.readAt(answer, at, new HoldEntry(tenant.request(calls.cost()), calls.count()));
    }

    /** The answer to one entry without what the version before does not know: the last number of a budget. */
    private static Buffer asBefore(Buffer answer, boolean budgeted) {
        if (!budgeted) {
            return answer;
        }
        int count = HoldReply.BUDGETED_BYTES;
        int rest = count + Double.BYTES;
        Buffer before =
                Buffer.buffer().appendBuffer(answer, 0, count - Double.BYTES).appendBuffer(answer, count, Double.BYTES);
        return answer.length() == rest
                ? before
                : before.appendBuffer(answer, rest, HoldReply.BUDGETED_BYTES - Double.BYTES);
    }
}
