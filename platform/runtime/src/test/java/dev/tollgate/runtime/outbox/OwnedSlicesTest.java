package dev.tollgate.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.kafka.EventPublisher;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnedSlicesTest {
    private static final int SLICE = 3;
    private final OwnedSlices slices = slices();

    @Test
    void a_marker_waits_until_nothing_is_on_its_way() {
        var rows = batch(false, 1, 2);
        slices.sent(rows);

        var early = slices.mayLeave(batch(true, 3));
        var arrived = slices.arrived(rows);
        var more = slices.rest(SLICE);

        assertThat(early).isFalse();
        assertThat(arrived).isTrue();
        assertThat(more).as("the marker is known to wait").isTrue();
        assertThat(slices.mayLeave(batch(true, 3))).isTrue();
    }

    @Test
    void nothing_follows_a_marker_that_is_on_its_way() {
        slices.sent(batch(true, 1));

        assertThat(slices.open()).doesNotContain(SLICE);
        assertThat(slices.mayLeave(batch(false, 2))).isFalse();
    }

    @Test
    void what_was_asked_for_before_a_message_failed_does_not_overtake_it() {
        var rows = batch(false, 1, 2);
        slices.sent(rows);
        assertThat(slices.open()).contains(SLICE);

        slices.fail(SLICE);
        var _ = slices.arrived(rows);
        var _ = slices.rest(SLICE);

        assertThat(slices.mayLeave(batch(true, 3)))
                .as("its question came before the failure")
                .isFalse();
        assertThat(slices.open()).contains(SLICE);
        assertThat(slices.mayLeave(batch(false, 1, 2))).as("asked again").isTrue();
    }

    @Test
    void no_slice_is_asked_while_half_of_what_the_publisher_takes_is_on_its_way() {
        var heavy = new SliceBatch(
                SLICE + 1,
                List.of(new SliceBatch.Message(
                        SLICE + 1,
                        1,
                        "topic",
                        "key",
                        Buffer.buffer(new byte[(int) (EventPublisher.QUEUED_BYTES_MAX / 2)]),
                        false)),
                false);
        assertThat(slices.open()).contains(SLICE);

        slices.sent(heavy);
        var meanwhile = slices.open();
        var _ = slices.arrived(heavy);

        assertThat(meanwhile).isEmpty();
        assertThat(slices.open()).contains(SLICE);
    }

    private static OwnedSlices slices() {
        var slices = new OwnedSlices(8);
        slices.lose();
        slices.add(Set.of(SLICE));
        return slices;
    }

    private static SliceBatch batch(boolean marker, long... ids) {
        var messages = Arrays.stream(ids)
                .mapToObj(id -> new SliceBatch.Message(SLICE, id, "topic", "key", Buffer.buffer("body"), marker))
                .toList();
        return new SliceBatch(SLICE, List.copyOf(messages), false);
    }
}
