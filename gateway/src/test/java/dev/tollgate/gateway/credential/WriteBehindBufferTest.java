package dev.tollgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WriteBehindBufferTest {

    private final WriteBehindBuffer<String, Integer> owed = new WriteBehindBuffer<>(Math::max);
    private final List<Map<String, Integer>> written = new ArrayList<>();

    private Future<Set<String>> all(Map<String, Integer> batch) {
        written.add(batch);
        return Future.succeededFuture(Set.of());
    }

    @Test
    void what_fails_stays_owed_and_is_written_when_the_server_is_back() {
        owed.enqueue("a", 1);

        var failed = owed.write(_ -> Future.failedFuture("away"));
        owed.enqueue("a", 3);
        owed.enqueue("a", 2);
        var later = owed.write(this::all);

        assertThat(failed.failed()).isTrue();
        assertThat(later.succeeded()).isTrue();
        assertThat(written).containsExactly(Map.of("a", 3));
    }

    @Test
    void what_is_to_be_told_again_stays_and_the_rest_is_paid() {
        owed.enqueue("a", 1);
        owed.enqueue("b", 1);

        var first = owed.write(_ -> Future.succeededFuture(Set.of("a")));
        var second = owed.write(this::all);
        var third = owed.write(this::all);

        assertThat(List.of(first, second, third)).allMatch(Future::succeeded);
        assertThat(written).containsExactly(Map.of("a", 1));
    }

    @Test
    void one_loop_writes_at_a_time_and_a_newer_value_is_not_lost_meanwhile() {
        owed.enqueue("a", 1);
        Promise<Set<String>> slow = Promise.promise();

        var first = owed.write(_ -> slow.future());
        owed.enqueue("a", 2);
        var other = owed.write(this::all);
        slow.complete(Set.of());
        var next = owed.write(this::all);

        assertThat(List.of(first, other, next)).allMatch(Future::succeeded);
        assertThat(written).containsExactly(Map.of("a", 2));
    }

    @Test
    void many_rows_go_in_batches_and_there_are_never_too_many() {
        for (int key = 0; key < WriteBehindBuffer.ROWS_MAX + 10; key++) {
            owed.enqueue("key " + key, key);
        }

        var done = owed.write(this::all);

        assertThat(done.succeeded()).isTrue();
        assertThat(written).hasSize(WriteBehindBuffer.ROWS_MAX / WriteBehindBuffer.BATCH_ROWS_MAX);
        assertThat(written).allSatisfy(batch -> assertThat(batch).hasSize(WriteBehindBuffer.BATCH_ROWS_MAX));
    }
}
