package dev.tollgate.gateway.control.leaks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts reported tokens by what they are. */
final class LeakMetrics {

    static final String OPERATOR = "operator";
    static final String UNKNOWN = "unknown";

    private final Map<String, Counter> byKind;

    LeakMetrics(MeterRegistry registry) {
        byKind = Stream.of("api_key", "mcp_client", OPERATOR, UNKNOWN)
                .collect(Collectors.toUnmodifiableMap(
                        kind -> kind,
                        kind -> Counter.builder("tollgate.leaks")
                                .description("Tokens in secret scanning alerts, by kind of their credential")
                                .tag("kind", kind)
                                .register(registry)));
    }

    void reported(String kind) {
        Objects.requireNonNull(byKind.get(kind)).increment();
    }
}
