package dev.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FreePortTest {
    @Test
    void no_port_is_given_twice() {
        var ports = Stream.generate(() -> FreePort.orAny(0)).limit(2_000).toList();

        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port < 32_768);
    }
}
