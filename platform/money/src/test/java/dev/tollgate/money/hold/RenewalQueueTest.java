package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thousand calls that wait for a copy do not ask Redis a thousand times whether it is there. */
class RenewalQueueTest {

    private static final long NOW = TimeUnit.HOURS.toNanos(1);
    private static final long PAUSE_MAX = TimeUnit.MILLISECONDS.toNanos(40);

    private final RenewalQueue queue = new RenewalQueue();
    private final PendingHold first = call();
    private final PendingHold second = call();

    @Test
    void one_call_at_a_time_tries_the_copy() {
        var trying = queue.probe(NOW);
        var meanwhile = queue.probe(NOW + PAUSE_MAX);
        queue.probed(first);
        var next = queue.probe(NOW + PAUSE_MAX);

        assertThat(trying).isSameAs(first);
        assertThat(meanwhile).isNull();
        assertThat(next).isSameAs(second);
    }

    @Test
    void a_call_that_does_not_try_the_copy_gives_nobody_the_turn() {
        var trying = queue.probe(NOW);
        queue.probed(second);
        var meanwhile = queue.probe(NOW + PAUSE_MAX);

        assertThat(trying).isSameAs(first);
        assertThat(meanwhile).isNull();
    }

    @Test
    void a_copy_is_tried_again_after_a_pause_or_when_something_was_done_for_it() {
        var trying = queue.probe(NOW);
        queue.probed(first);
        var paused = queue.probe(NOW + 1);
        queue.probeSoon();
        var next = queue.probe(NOW + 1);

        assertThat(trying).isSameAs(first);
        assertThat(paused).isNull();
        assertThat(next).isSameAs(second);
    }

    @Test
    void a_copy_that_was_lost_is_tried_first_when_it_may_be_there_and_no_more_often_after() {
        queue.probeLater(NOW);
        var early = queue.probe(NOW + PAUSE_MAX - 1);
        var trying = queue.probe(NOW + PAUSE_MAX);
        queue.probed(first);
        var soon = queue.probe(NOW + 2 * PAUSE_MAX - 1);
        var next = queue.probe(NOW + 2 * PAUSE_MAX);

        assertThat(early).isNull();
        assertThat(trying).isSameAs(first);
        assertThat(soon).isNull();
        assertThat(next).isSameAs(second);
    }

    @Test
    void callers_that_are_told_their_time_is_up_may_come_back_at_once() {
        long later = NOW + Holds.RENEWAL_TIMEOUT.toNanos();
        var back = new ArrayList<PendingHold>();
        first.future().onFailure(_ -> back.add(call(later)));
        second.future().onFailure(_ -> back.add(call(later)));

        queue.leave(later);

        assertThat(first.future().failed()).isTrue();
        assertThat(second.future().failed()).isTrue();
        assertThat(queue.all()).hasSize(2).isEqualTo(back);
    }

    private PendingHold call() {
        return call(NOW);
    }

    private PendingHold call(long since) {
        var request = new HoldRequest(new TenantId(new UUID(1, 1)), 1, List.of());
        var call = new PendingHold(request, since, Holds.ANSWER_TIMEOUT);
        assertThat(queue.enter(call, since)).isTrue();
        return call;
    }
}
