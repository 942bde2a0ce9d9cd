package dev.tollgate.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceBatchTest {

    @Test
    void markers_that_follow_each_other_leave_together_and_nothing_else_with_them() {
        assertThat(next("mm.m.")).containsExactly(1L, 2L);
        assertThat(next(".m.m")).containsExactly(1L);
        assertThat(next("..mm")).containsExactly(1L, 2L);
        assertThat(next("mmm")).containsExactly(1L, 2L, 3L);
    }

    /** The ids of the next batch of these rows; m is a marker. */
    private static List<Long> next(String rows) {
        List<SliceBatch.Message> messages = new ArrayList<>();
        for (int i = 0; i < rows.length(); i++) {
            messages.add(
                    new SliceBatch.Message(3, i + 1, "topic", "key", Buffer.buffer("body"), rows.charAt(i) == 'm'));
        }
        return SliceBatch.of(messages).getFirst().messages().stream()
                .map(SliceBatch.Message::id)
                .toList();
    }
}
