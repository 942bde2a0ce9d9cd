package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls with and without the longer deadline in one queue, as in the first moments of an outage. */
class HoldQueueTest {

    private static final long NOW = TimeUnit.HOURS.toNanos(1);
    private static final long AWAY = Holds.AWAY_TIMEOUT.toNanos();

    private final HoldQueue queue = new HoldQueue();

    @Test
    void a_call_leaves_when_its_time_is_up_although_one_before_it_may_wait_longer() {
        var longer = call(Holds.ANSWER_TIMEOUT);
        var shorter = call(Holds.AWAY_TIMEOUT);

        var early = queue.over(NOW + AWAY - 1);
        var over = queue.over(NOW + AWAY);
        var later = queue.over(NOW + Holds.ANSWER_TIMEOUT.toNanos());

        assertThat(early).isEmpty();
        assertThat(over).containsExactly(shorter);
        assertThat(later).containsExactly(longer);
    }

    @Test
    void a_stalled_loop_extends_every_deadline() {
        var first = call(Holds.AWAY_TIMEOUT);
        var second = call(Holds.AWAY_TIMEOUT);

        queue.extendDeadlines(10);
        var early = queue.over(NOW + AWAY + 9);
        var over = queue.over(NOW + AWAY + 10);

        assertThat(early).isEmpty();
        assertThat(over).containsExactly(first, second);
    }

    private PendingHold call(Duration longest) {
        var call = new PendingHold(new HoldRequest(new TenantId(new UUID(1, 1)), 1, List.of()), NOW, longest);
        queue.add(call);
        return call;
    }
}
