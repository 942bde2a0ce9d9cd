package dev.tollgate.runtime.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
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
}
