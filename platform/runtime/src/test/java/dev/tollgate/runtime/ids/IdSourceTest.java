package dev.tollgate.runtime.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdSourceTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void ids_of_one_source_rise_even_while_the_clock_stands() {
        var ids = IdSource.timeOrdered(InstantSource.fixed(NOW));

        var texts =
                Stream.generate(ids::next).limit(10_000).map(Object::toString).toList();

        assertThat(texts).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void an_id_carries_the_time_of_the_clock_and_version_7() {
        var id = IdSource.timeOrdered(InstantSource.fixed(NOW)).next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(IdSource.time(id)).isEqualTo(NOW);
    }

    @Test
    void ids_rise_while_the_clock_is_set_back_a_little_and_follow_it_further_back() {
        var time = new AtomicReference<>(NOW);
        var ids = IdSource.timeOrdered(time::get);
        var first = ids.next();

        time.set(NOW.minusMillis(999));
        var afterwards = ids.next();
        time.set(NOW.minusSeconds(60));
        var later = ids.next();

        assertThat(afterwards.toString()).isGreaterThan(first.toString());
        assertThat(IdSource.time(afterwards)).isEqualTo(NOW);
        assertThat(IdSource.time(later)).isEqualTo(NOW.minusSeconds(60));
    }

    @Test
    void the_least_id_of_a_time_is_before_all_ids_of_it_and_after_those_of_times_before() {
        var before =
                IdSource.timeOrdered(InstantSource.fixed(NOW.minusMillis(1))).next();
        var id = IdSource.timeOrdered(InstantSource.fixed(NOW)).next();

        var least = IdSource.least(NOW.toEpochMilli());

        assertThat(least.toString()).isGreaterThan(before.toString()).isLessThan(id.toString());
        assertThat(IdSource.millis(least)).isEqualTo(NOW.toEpochMilli());
        assertThat(IdSource.least(-1)).isEqualTo(new UUID(0, 0));
        assertThat(IdSource.millis(IdSource.least(Long.MAX_VALUE))).isEqualTo(IdSource.MILLIS_MAX);
    }

    @Test
    void threads_that_share_a_source_get_different_ids() throws Exception {
        var ids = IdSource.timeOrdered(InstantSource.fixed(NOW));
        Callable<List<UUID>> many =
                () -> Stream.generate(ids::next).limit(50_000).toList();
        var all = new HashSet<UUID>();

        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var some : threads.invokeAll(Collections.nCopies(4, many))) {
                all.addAll(some.get());
            }
        }

        assertThat(all).hasSize(200_000).allMatch(id -> id.version() == 7 && id.variant() == 2);
    }
}
