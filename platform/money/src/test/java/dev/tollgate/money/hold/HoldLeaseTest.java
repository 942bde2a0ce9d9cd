package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When calls are held ahead, how many, and for how long. The time is the test's. */
class HoldLeaseTest {

    private static final long COST = 20;
    private static final long RICH = 1_000_000_000;
    private static final Duration TURN = Duration.ofMillis(2);
    private static final HoldRequest REQUEST = new HoldRequest(new TenantId(UUID.randomUUID()), COST, List.of());
    private static final HoldRequest LIMITED =
            new HoldRequest(new TenantId(UUID.randomUUID()), COST, List.of(new RateLimit(RateLimit.TENANT, 1_000)));

    private long now = 1_000_000_000;

    @Test
    void calls_that_come_one_after_the_other_hold_nothing_ahead() {
        var lease = new HoldLease(REQUEST, now);

        for (int batch = 0; batch < 100; batch++) {
            assertThat(batch(lease, 1, RICH)).isZero();
        }
    }

    @Test
    void several_calls_in_two_batches_soon_after_each_other_hold_as_many_ahead() {
        var lease = new HoldLease(REQUEST, now);

        int first = batch(lease, 5, RICH);
        int second = batch(lease, 5, RICH);

        assertThat(first).isZero();
        assertThat(second).isEqualTo(5);
        assertThat(lease.left()).isEqualTo(5);
    }

    @Test
    void several_calls_now_and_then_hold_nothing_ahead() {
        var lease = new HoldLease(REQUEST, now);

        for (int batch = 0; batch < 10; batch++) {
            assertThat(batch(lease, 5, RICH)).isZero();
            now += Duration.ofMillis(100).toNanos();
        }
    }

    @Test
    void a_lease_doubles_while_it_is_used_up_soon_up_to_its_maximum() {
        var lease = new HoldLease(REQUEST, now);
        var sizes = new ArrayList<Integer>();

        for (int batch = 0; batch < 9; batch++) {
            sizes.add(batch(lease, 5, RICH));
            useUp(lease);
        }

        assertThat(sizes).containsExactly(0, 5, 10, 20, 40, 80, 160, 256, 256);
    }

    @Test
    void a_lease_that_lasts_long_is_halved_and_ends() {
        var lease = busy(5, 5);
        var sizes = new ArrayList<Integer>();

        for (int batch = 0; batch < 4; batch++) {
            useUp(lease);
            now += Duration.ofMillis(150).toNanos();
            sizes.add(batch(lease, 1, RICH));
        }

        assertThat(sizes).containsExactly(2, 1, 0, 0);
    }

    @Test
    void what_is_not_used_in_its_life_is_not_used_any_more_and_given_back() {
        var lease = busy(5, 5);
        now += Duration.ofMillis(200).toNanos() - 1;
        var used = lease.take(now);
        now++;

        var late = lease.take(now);
        var release = lease.giveBack();

        assertThat(used).isInstanceOf(HoldDecision.Admitted.class);
        assertThat(late).isNull();
        assertThat(release).isEqualTo(new Release(REQUEST.tenant(), new Charge.Hold(7, 42, null), 4 * COST));
        assertThat(lease.left()).isZero();
    }

    @Test
    void each_call_of_a_lease_sees_what_those_before_it_left() {
        var lease = busy(2, 2);

        var first = (HoldDecision.Admitted) lease.take(now);
        var second = (HoldDecision.Admitted) lease.take(now);

        assertThat(first).isNotNull();
        assertThat(second).isNotNull();
        assertThat(first.balanceMicros() - second.balanceMicros()).isEqualTo(COST);
        assertThat(lease.take(now)).isNull();
    }

    @Test
    void a_lease_takes_at_most_a_64th_of_what_is_left_and_nothing_where_that_is_less_than_a_call() {
        long forThree = 3 * COST * 64;
        var lease = new HoldLease(REQUEST, now);
        var _ = batch(lease, 5, forThree + 5 * COST);

        int few = batch(lease, 5, COST);
        int none = batch(lease, 5, COST);

        assertThat(few).isEqualTo(3);
        assertThat(none).isZero();
    }

    @Test
    void a_lease_takes_at_most_a_quarter_of_what_the_tightest_limit_leaves() {
        var lease = new HoldLease(LIMITED, now);
        var _ = batch(lease, 300, RICH, 1_299);

        int ofThousand = batch(lease, 300, RICH, 552);
        int ofThree = batch(lease, 300, RICH, 1_299);

        assertThat(ofThousand).isEqualTo(250);
        assertThat(ofThree).isZero();
    }

    @Test
    void where_some_calls_were_refused_nothing_is_held_ahead() {
        var lease = busy(5, 5);
        useUp(lease);
        int asked = lease.ahead(5, now);
        lease.held(new HoldReplies(REQUEST, reply(RICH, 0, 0), 5, reply(0, 0, 0)), 5, now);

        int next = lease.ahead(1, now);

        assertThat(asked).isPositive();
        assertThat(lease.left()).isZero();
        assertThat(next).isZero();
    }

    /** A lease of so many calls, whose batch has just been answered. */
    private HoldLease busy(int calls, int ahead) {
        var lease = new HoldLease(REQUEST, now);
        var _ = batch(lease, calls, RICH);
        assertThat(batch(lease, calls, RICH)).isEqualTo(ahead);
        return lease;
    }

    private int batch(HoldLease lease, int calls, long money) {
        return batch(lease, REQUEST, calls, money, 0);
    }

    private int batch(HoldLease lease, int calls, long money, long remaining) {
        return batch(lease, LIMITED, calls, money, remaining);
    }

    /** One batch after a turn; answers how many calls were held ahead. */
    private int batch(HoldLease lease, HoldRequest request, int calls, long money, long remaining) {
        now += TURN.toNanos();
        int ahead = lease.ahead(calls, now);
        int rate = request.rates().isEmpty() ? 0 : 1;
        lease.held(new HoldReplies(request, reply(money, rate, remaining), calls + ahead, null), calls, now);
        return ahead;
    }

    private void useUp(HoldLease lease) {
        while (lease.left() > 0) {
            assertThat(lease.take(now)).isNotNull();
        }
    }

    private static HoldReply reply(long money, int rate, long remaining) {
        return new HoldReply(HoldReply.ADMITTED, 7, 42, money, money, 0, rate, remaining, 0, 0, null);
    }
}
