package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thousand calls that wait for a copy do not ask Redis a thousand times whether it is there. */
class RoomTest {

    private static final long NOW = TimeUnit.HOURS.toNanos(1);

    private final Room room = new Room();
    private final Waiting first = call();
    private final Waiting second = call();

    @Test
    void one_call_at_a_time_tries_the_copy() {
        var trying = room.probe(NOW);
        var meanwhile = room.probe(NOW);
        room.probed(first);
        var next = room.probe(NOW);

        assertThat(trying).isSameAs(first);
        assertThat(meanwhile).isNull();
        assertThat(next).isSameAs(second);
    }

    @Test
    void a_call_that_does_not_try_the_copy_gives_nobody_the_turn() {
        var trying = room.probe(NOW);
        room.probed(second);
        var meanwhile = room.probe(NOW);

        assertThat(trying).isSameAs(first);
        assertThat(meanwhile).isNull();
    }

    private Waiting call() {
        var call = new Waiting(new HoldRequest(new TenantId(new UUID(1, 1)), 1, List.of()), NOW);
        assertThat(room.enter(call, NOW)).isTrue();
        return call;
    }
}
