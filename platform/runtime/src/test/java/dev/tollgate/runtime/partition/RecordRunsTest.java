package dev.tollgate.runtime.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.kafka.EventRecord;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records of four bytes, with as many events as their offset says. */
class RecordRunsTest {

    @Test
    void a_run_has_no_more_events_than_it_may() {
        assertThat(offsets(new OffsetConsumer.Bounds(6, 100), 1, 5))
                .containsExactly(List.of(1L, 2L, 3L), List.of(4L), List.of(5L));
    }

    @Test
    void a_run_has_no_more_bytes_than_it_may() {
        assertThat(offsets(new OffsetConsumer.Bounds(100, 8), 1, 5))
                .containsExactly(List.of(1L, 2L), List.of(3L, 4L), List.of(5L));
    }

    @Test
    void a_record_that_is_larger_than_a_run_may_be_is_one_alone() {
        assertThat(offsets(new OffsetConsumer.Bounds(2, 3), 2, 4))
                .containsExactly(List.of(2L), List.of(3L), List.of(4L));
    }

    @Test
    void what_is_stored_already_is_in_no_run() {
        assertThat(offsets(new OffsetConsumer.Bounds(100, 100), 3, 5)).containsExactly(List.of(3L, 4L, 5L));
    }

    private static List<List<Long>> offsets(OffsetConsumer.Bounds bounds, long from, int last) {
        var records = IntStream.rangeClosed(1, last)
                .mapToObj(offset -> new EventRecord(0, offset, "", Buffer.buffer(new byte[Integer.BYTES])))
                .toList();
        return RecordRuns.split(bounds, record -> (int) record.offset(), from, records).stream()
                .map(run -> run.stream().map(EventRecord::offset).toList())
                .toList();
    }
}
