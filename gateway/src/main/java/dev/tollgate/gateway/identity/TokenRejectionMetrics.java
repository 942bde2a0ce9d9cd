package dev.tollgate.gateway.identity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts rejected tokens by reason, and logs samples. One per event loop. */
public final class TokenRejectionMetrics {

    private static final Logger LOGGER = LoggerFactory.getLogger(TokenRejectionMetrics.class);
    private static final long SAMPLE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<TokenRejection, Counter> counters = new EnumMap<>(TokenRejection.class);
    private long loggedNanos = System.nanoTime() - SAMPLE_NANOS;
    private long sinceThen;

    public TokenRejectionMetrics(MeterRegistry registry) {
        for (var rejection : TokenRejection.values()) {
            counters.put(
                    rejection,
                    Counter.builder("tollgate.oidc.refused")
                            .description("Rejected tokens of the identity provider, by reason.")
                            .tag("reason", rejection.text())
                            .register(registry));
        }
    }

    void add(TokenRejection rejection) {
        Objects.requireNonNull(counters.get(rejection)).increment();
        sinceThen++;
        long now = System.nanoTime();
        if (now - loggedNanos >= SAMPLE_NANOS) {
            LOGGER.atInfo()
                    .addKeyValue("reason", rejection.text())
                    .addKeyValue("tokensSinceLastLine", sinceThen)
                    .log("token rejected");
            loggedNanos = now;
            sinceThen = 0;
        }
    }
}
