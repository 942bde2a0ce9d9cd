package dev.tollgate.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamLaneTest {
    private static final Duration PACE = Duration.ofMillis(100);

    private static final Buffer LARGE = Buffer.buffer(new byte[StreamLane.WAITING_BYTES_MAX / 16]);

    private long nanos = TimeUnit.HOURS.toNanos(1);
    private final StreamLane lane = new StreamLane(PACE, () -> nanos);

    @Test
    void the_first_batch_waits_for_nothing() {
        add(0, 1);

        assertThat(lane.hasOne()).isTrue();
        assertThat(lane.waitMillis()).isZero();
    }

    @Test
    void the_next_batch_waits_until_the_pace_is_over() {
        takeOne();
        pass(Duration.ofMillis(40));
        add(1, 1);

        var early = lane.waitMillis();
        pass(Duration.ofMillis(early));

        assertThat(early).isBetween(60L, 61L);
        assertThat(lane.waitMillis()).isZero();
    }

    @Test
    void a_whole_batch_does_not_wait_for_the_pace() {
        takeOne();
        lane.paceScheduled = true;
        add(1, StreamLane.WAITING_MAX);

        assertThat(lane.hasOne()).isTrue();
        assertThat(lane.waitMillis()).isZero();
    }

    @Test
    void patience_is_counted_from_the_first_event_that_waits() {
        var patience = Duration.ofSeconds(1);
        takeOne();
        pass(Duration.ofSeconds(5));
        add(1, 1);
        pass(Duration.ofMillis(300));
        add(2, 1);

        var left = lane.patienceMillis(patience);
        pass(Duration.ofMillis(left));

        assertThat(left).isBetween(700L, 701L);
        assertThat(lane.patienceMillis(patience)).isZero();
        assertThat(lane.patienceMillis(Duration.ZERO)).isZero();
    }

    @Test
    void a_whole_batch_waits_for_no_more() {
        add(0, StreamLane.WAITING_MAX);

        assertThat(lane.patienceMillis(Duration.ofSeconds(1))).isZero();
    }

    @Test
    void nothing_goes_out_while_a_batch_is_out() {
        add(0, 2);
        var _ = lane.take();
        add(2, 1);

        assertThat(lane.hasOne()).isFalse();
        lane.back();
        assertThat(lane.hasOne()).isTrue();
    }

    @Test
    void what_a_poll_brings_before_a_seek_is_done_does_not_count() {
        add(0, 3);
        lane.seek();
        add(3, 2);
        lane.sought();
        add(1, 1);

        assertThat(lane.take()).extracting(EventRecord::offset).containsExactly(1L);
    }

    @Test
    void few_large_records_pause_a_partition_and_are_a_batch() {
        large(0, 16);

        assertThat(lane.paused()).isTrue();
        assertThat(lane.waitMillis()).isZero();
        assertThat(lane.take()).hasSize(16);
        assertThat(lane.paused()).isFalse();
    }

    @Test
    void a_batch_of_large_records_ends_before_a_thousand_of_them() {
        large(0, 40);

        var batch = lane.take();

        assertThat(batch).hasSize(16);
        assertThat(lane.waiting())
                .extracting(EventRecord::offset)
                .startsWith(16L)
                .hasSize(24);
    }

    @Test
    void a_batch_has_no_more_bytes_than_its_limit_unless_one_record_has() {
        var most = StreamLane.WAITING_BYTES_MAX;
        sized(0, most - 1);
        sized(1, 2);
        sized(2, most + 1);

        assertThat(taken()).containsExactly(0L);
        assertThat(taken()).containsExactly(1L);
        assertThat(taken()).containsExactly(2L);
        assertThat(lane.full()).isFalse();
    }

    private List<Long> taken() {
        return lane.take().stream().map(EventRecord::offset).toList();
    }

    private void sized(long offset, int bytes) {
        lane.add(new EventRecord(1, offset, "key", Buffer.buffer(new byte[bytes])));
    }

    private void large(long first, int count) {
        for (long offset = first; offset < first + count; offset++) {
            lane.add(new EventRecord(1, offset, "key", LARGE));
        }
    }

    private void takeOne() {
        add(0, 1);
        assertThat(lane.take()).hasSize(1);
        lane.back();
    }

    private void add(long first, int count) {
        for (long offset = first; offset < first + count; offset++) {
            lane.add(new EventRecord(1, offset, "key", Buffer.buffer("body")));
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
