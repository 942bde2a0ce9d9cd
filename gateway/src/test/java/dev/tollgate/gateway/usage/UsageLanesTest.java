package dev.tollgate.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which events of the loops of a process share a record, and when it goes. */
class UsageLanesTest {

    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final UsageRecorded EVENT =
            UsageEvents.read(new UUID(1, 1), new TenantId(new UUID(1, 2)), Instant.EPOCH);

    private final UsageLanes lanes = new UsageLanes(4);
    private final long start = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);

    @Test
    void the_first_record_after_a_pause_goes_at_once() {
        var part = part(1);
        lanes.add(1, part);

        assertThat(sent(lanes.next(start))).containsExactly(part);
    }

    @Test
    void parts_of_several_loops_that_come_while_a_record_is_out_share_the_next() {
        lanes.add(1, part(1));
        var _ = lanes.next(start);
        var ofOne = part(2);
        var ofAnother = part(3);
        lanes.add(1, ofOne);
        lanes.add(1, ofAnother);

        var whileOut = lanes.next(start + 10 * MS);
        lanes.sent(1);
        var afterwards = lanes.next(start + 10 * MS);

        assertThat(whileOut).isInstanceOf(UsageLanes.Step.Rest.class);
        assertThat(sent(afterwards)).containsExactly(ofOne, ofAnother);
    }

    @Test
    void the_next_record_waits_for_what_is_left_of_the_pace_and_one_loop_alone_is_asked_to_wait() {
        lanes.add(1, part(1));
        var _ = lanes.next(start);
        lanes.sent(1);
        lanes.add(1, part(1));

        var first = lanes.next(start + MS / 2);
        var second = lanes.next(start + MS / 2);
        lanes.resume();
        var afterwards = lanes.next(start + 2 * MS);

        assertThat(first).isEqualTo(new UsageLanes.Step.Pause(MS / 2));
        assertThat(second).isInstanceOf(UsageLanes.Step.Rest.class);
        assertThat(sent(afterwards)).hasSize(1);
    }

    @Test
    void a_whole_record_waits_for_nothing_and_none_is_larger() {
        lanes.add(1, part(1));
        var _ = lanes.next(start);
        lanes.add(1, part(UsageCodec.EVENTS_MAX - 1));
        lanes.add(1, part(2));

        var whole = sent(lanes.next(start));
        var rest = lanes.next(start);

        assertThat(whole).extracting(UsagePart::size).containsExactly(UsageCodec.EVENTS_MAX - 1);
        assertThat(rest).isInstanceOf(UsageLanes.Step.Rest.class);
    }

    @Test
    void records_wait_longer_when_several_partitions_are_under_way() {
        assertThat(IntStream.of(0, 1, 2, 3, 64).mapToLong(UsageLanes::paceNanos))
                .containsExactly(MS, MS, 2 * MS, 2 * MS, 2 * MS);
        lanes.add(2, part(1));
        lanes.add(1, part(1));
        var _ = lanes.next(start);
        lanes.sent(1);
        lanes.add(1, part(1));

        assertThat(lanes.next(start)).isEqualTo(new UsageLanes.Step.Pause(2 * MS));
    }

    @Test
    void a_pause_of_a_loop_that_is_held_up_is_taken_over() {
        lanes.add(1, part(1));
        var _ = lanes.next(start);
        lanes.sent(1);
        lanes.add(1, part(1));
        var paused = lanes.next(start + MS / 2);

        var soon = lanes.next(start + MS);
        var later = lanes.next(start + 10 * MS);

        assertThat(paused).isInstanceOf(UsageLanes.Step.Pause.class);
        assertThat(soon).isInstanceOf(UsageLanes.Step.Rest.class);
        assertThat(sent(later)).hasSize(1);
    }

    @Test
    void a_record_of_a_loop_that_is_held_up_is_not_waited_for_any_longer_than_kafka_is() {
        lanes.add(1, part(1));
        var _ = lanes.next(start);
        var waiting = part(1);
        lanes.add(1, waiting);

        var soon = lanes.next(start + AckPatience.MOST.toNanos() - 1);
        var later = lanes.next(start + AckPatience.MOST.toNanos());
        lanes.sent(1);
        lanes.add(1, part(1));
        var secondIsOut = lanes.next(start + AckPatience.MOST.toNanos() + 10 * MS);

        assertThat(soon).isInstanceOf(UsageLanes.Step.Rest.class);
        assertThat(sent(later)).containsExactly(waiting);
        assertThat(secondIsOut).isInstanceOf(UsageLanes.Step.Rest.class);
    }

    @Test
    void records_of_all_partitions_go_together() {
        lanes.add(1, part(1));
        var _ = lanes.next(start);
        lanes.sent(1);
        lanes.add(1, part(1));
        lanes.add(2, part(1));
        var paused = lanes.next(start + MS / 2);
        lanes.add(3, part(1));
        lanes.resume();

        var together = lanes.next(start + 2 * MS);

        assertThat(paused).isEqualTo(new UsageLanes.Step.Pause(2 * MS - MS / 2));
        assertThat(((UsageLanes.Step.Send) together).batches())
                .extracting(UsageLanes.Batch::partition)
                .containsExactly(1, 2, 3);
    }

    @Test
    void a_partition_whose_record_is_out_keeps_no_other_one_waiting() {
        lanes.add(1, part(1));
        var _ = lanes.next(start);
        lanes.add(1, part(1));
        lanes.add(2, part(1));

        var next = lanes.next(start + 2 * MS);

        assertThat(((UsageLanes.Step.Send) next).batches())
                .extracting(UsageLanes.Batch::partition)
                .containsExactly(2);
    }

    private static Iterable<UsagePart> sent(UsageLanes.Step step) {
        assertThat(step).isInstanceOf(UsageLanes.Step.Send.class);
        return ((UsageLanes.Step.Send) step)
                .batches().stream().flatMap(batch -> batch.parts().stream()).toList();
    }

    private static UsagePart part(int events) {
        var part = new UsagePart("tnt_1", Promise.promise());
        for (int i = 0; i < events; i++) {
            part.add(EVENT);
        }
        return part;
    }
}
