package dev.tollgate.webhooks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConcurrencySharesTest {

    private static final int CONCURRENCY = 64;
    private static final int OF_TENANT = CONCURRENCY / 4 * 3;
    private static final int SLOW = CONCURRENCY / 4;
    private static final int SLOW_OF_TENANT = SLOW / 2;

    private ConcurrencyShares shares = new ConcurrencyShares(CONCURRENCY);
    private final Map<EndpointQueue, ArrayDeque<EndpointQueue.InFlightAttempt>> attempts = new HashMap<>();

    @Test
    void slow_endpoints_of_one_tenant_leave_half_of_their_share_to_others() {
        var first = slow(new UUID(1, 1));
        var other = slow(new UUID(2, 2));

        int ofFirst = started(first);
        int ofOther = started(other);

        assertThat(ofFirst).isEqualTo(SLOW_OF_TENANT);
        assertThat(ofOther).isEqualTo(SLOW / 4);
    }

    @Test
    void slow_endpoints_of_some_tenants_leave_attempts_to_others_also_together() {
        for (int tenant = 1; tenant <= 3; tenant++) {
            var _ = started(slow(new UUID(tenant, tenant)));
        }

        assertThat(started(slow(new UUID(4, 4)))).isEqualTo(1);
    }

    @Test
    void an_attempt_of_a_slow_endpoint_that_ends_makes_room_for_its_tenant() {
        var first = slow(new UUID(1, 1));
        int most = started(first);

        end(first, 1);

        assertThat(started(slow(first.tenant))).isEqualTo(1);
        assertThat(shares.underWay()).isEqualTo(most);
    }

    @Test
    void fast_endpoints_of_one_tenant_leave_a_quarter_of_all_attempts_to_others() {
        int ofFirst = started(fast(new UUID(1, 1)));
        int ofOther = started(fast(new UUID(2, 2)));

        assertThat(ofFirst).isEqualTo(OF_TENANT);
        assertThat(ofOther).isPositive();
    }

    @Test
    void fast_endpoints_that_have_the_whole_share_leave_slow_ones_of_their_tenant_what_these_have() {
        var slow = slow(new UUID(1, 1));
        int ofSlow = started(slow);
        var _ = started(fast(slow.tenant));

        for (int ended = 0; ended < 2 * ofSlow; ended++) {
            end(slow, 1);

            assertThat(started(slow)).as("after %s ended", ended + 1).isEqualTo(1);
        }
    }

    @Test
    void attempts_that_turn_slow_leave_attempts_to_slow_endpoints_of_others() {
        var _ = turnedSlow(new UUID(1, 1));

        assertThat(started(slow(new UUID(2, 2)))).isEqualTo(SLOW / 4);
    }

    @Test
    void no_more_attempts_are_under_way_than_the_setting_whatever_turns_slow() {
        for (int tenant = 1; tenant <= CONCURRENCY; tenant++) {
            var queue = turnedSlow(new UUID(tenant, tenant));
            var _ = started(slow(queue.tenant));
            var _ = started(fast(queue.tenant));
        }

        assertThat(shares.underWay()).isEqualTo(CONCURRENCY);
    }

    @Test
    void a_tenant_starts_no_slow_attempt_before_those_beyond_its_share_have_ended() {
        var first = turnedSlow(new UUID(1, 1));

        end(first, OF_TENANT - SLOW_OF_TENANT);
        int beforeItsShare = started(slow(first.tenant));
        end(first, 1);

        assertThat(beforeItsShare).isZero();
        assertThat(started(slow(first.tenant))).isEqualTo(1);
    }

    @Test
    void a_tenant_whose_share_others_have_starts_no_slow_attempt_when_they_end() {
        var other = slow(new UUID(2, 2));
        int ofOther = started(other);
        var _ = started(slow(new UUID(3, 3)));
        var first = turnedSlow(new UUID(1, 1));

        end(other, ofOther);

        assertThat(started(slow(first.tenant))).isZero();
    }

    @Test
    void a_fast_endpoint_does_not_wait_for_the_timeouts_of_slow_ones_of_its_tenant() {
        var first = turnedSlow(new UUID(1, 1));
        var fast = fast(first.tenant);

        int beside = started(fast);
        end(fast, beside);

        assertThat(beside).isPositive().isLessThan((CONCURRENCY - OF_TENANT) / 4);
        assertThat(started(fast)).isEqualTo(beside);
    }

    @Test
    void slow_attempts_alone_do_not_go_beyond_the_share_of_their_tenant() {
        var _ = started(fast(new UUID(1, 1)));

        assertThat(started(slow(new UUID(2, 2)))).isEqualTo((CONCURRENCY - OF_TENANT) / 4);
    }

    @Test
    void one_attempt_that_turns_slow_takes_one_of_the_slow_share() {
        var first = fast(new UUID(1, 1));
        start(first);
        shares.move(first, true);

        assertThat(started(slow(first.tenant))).isEqualTo(SLOW_OF_TENANT - 1);
    }

    @Test
    void attempts_that_did_not_count_take_nothing_of_the_slow_share_while_they_end() {
        var first = turnedSlow(new UUID(1, 1));

        end(first, 1);

        assertThat(started(slow(new UUID(2, 2)))).isEqualTo(SLOW / 4);
    }

    @Test
    void a_single_attempt_may_be_one_to_a_slow_endpoint() {
        shares = new ConcurrencyShares(1);

        assertThat(started(slow(new UUID(1, 1)))).isEqualTo(1);
    }

    @Test
    void one_attempt_that_did_not_count_when_it_turned_slow_keeps_its_tenant_from_others() {
        var other = slow(new UUID(2, 2));
        int ofOther = started(other);
        var _ = started(slow(new UUID(3, 3)));
        var first = fast(new UUID(1, 1));
        start(first);
        start(first);
        shares.move(first, true);

        end(other, ofOther);
        int before = started(slow(first.tenant));
        end(first, 1);

        assertThat(before).isZero();
        assertThat(started(slow(first.tenant))).isPositive();
    }

    @Test
    void the_part_beyond_the_share_is_a_sixteenth_of_what_is_free_rounded_up() {
        shares = new ConcurrencyShares(4 * CONCURRENCY);

        assertThat(started(fast(turnedSlow(new UUID(1, 1)).tenant))).isEqualTo(CONCURRENCY / 16);
    }

    @Test
    void the_part_beyond_the_share_is_smaller_where_others_have_attempts() {
        shares = new ConcurrencyShares(4 * CONCURRENCY);
        var first = turnedSlow(new UUID(1, 1));
        var other = fast(new UUID(2, 2));
        for (int i = 0; i < CONCURRENCY / 2; i++) {
            start(other);
        }

        assertThat(started(fast(first.tenant))).isEqualTo(CONCURRENCY / 2 / 16);
    }

    @Test
    void a_tenant_whose_slow_attempts_do_not_count_has_the_part_beyond_its_share() {
        for (int tenant = 2; tenant <= SLOW; tenant++) {
            var _ = started(slow(new UUID(tenant, tenant)));
        }

        assertThat(started(fast(turnedSlow(new UUID(1, 1)).tenant))).isPositive();
    }

    @Test
    void attempts_within_the_share_that_end_make_no_room_beyond_it() {
        var first = fast(new UUID(1, 1));
        end(first, started(first));

        assertThat(started(fast(turnedSlow(first.tenant).tenant))).isEqualTo(1);
    }

    @Test
    void slow_attempts_have_no_more_beyond_the_share_than_fast_ones_may_have() {
        var slow = slow(new UUID(1, 1));
        start(slow);
        var _ = started(fast(slow.tenant));

        assertThat(started(slow(slow.tenant))).isZero();
    }

    @Test
    void slow_attempts_do_not_replace_fast_ones_that_are_beyond_the_share() {
        shares = new ConcurrencyShares(4 * CONCURRENCY);
        var _ = started(fast(new UUID(1, 1)));
        var slow = slow(new UUID(2, 2));
        var _ = started(slow);
        var fast = fast(slow.tenant);
        var _ = started(fast);

        end(fast, 1);

        assertThat(started(slow(slow.tenant))).isZero();
        assertThat(started(fast)).isEqualTo(1);
    }

    @Test
    void attempts_are_given_back_whatever_became_of_their_endpoint() {
        var first = turnedSlow(new UUID(1, 1));
        end(first, 1);
        shares.move(first, false);
        end(first, 1);
        shares.move(first, true);

        end(first, OF_TENANT - 2);

        assertThat(shares.underWay()).isZero();
        assertThat(started(slow(first.tenant))).isEqualTo(SLOW_OF_TENANT);
        assertThat(started(slow(new UUID(2, 2)))).isEqualTo(SLOW / 4);
    }

    private static EndpointQueue fast(UUID tenant) {
        return new EndpointQueue(UUID.randomUUID(), tenant, 0);
    }

    private static EndpointQueue slow(UUID tenant) {
        var queue = fast(tenant);
        queue.slow = true;
        return queue;
    }

    /** A slow queue with the attempts that its tenant had room for before it turned slow. */
    private EndpointQueue turnedSlow(UUID tenant) {
        var queue = fast(tenant);
        var _ = started(queue);
        shares.move(queue, true);
        return queue;
    }

    /** Starts attempts until there is no room. */
    private int started(EndpointQueue queue) {
        int count = 0;
        while (!shares.full(queue)) {
            start(queue);
            count++;
        }
        return count;
    }

    private void start(EndpointQueue queue) {
        attempts.computeIfAbsent(queue, _ -> new ArrayDeque<>()).add(queue.start(0, 1));
        shares.started(queue);
    }

    private void end(EndpointQueue queue, int count) {
        for (int i = 0; i < count; i++) {
            shares.ended(queue);
            queue.end(attempts.get(queue).remove(), EndpointQueue.End.SUCCEEDED, false, 0);
        }
    }
}
