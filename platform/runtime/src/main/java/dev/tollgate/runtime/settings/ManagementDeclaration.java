package dev.tollgate.runtime.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The listener for probes and metrics. */
@ConfigMapping(prefix = "tollgate.management")
public interface ManagementDeclaration {
    @Setting("Bind address of the management listener; must be reachable for probes and scrapers.")
    @WithDefault("127.0.0.1")
    String host();

    @Setting(value = "Port of the management listener. 0 picks a free port.", min = 0, max = 65_535)
    @WithDefault("9090")
    int port();

    @Setting(
            value = "Token required by /metrics, as Authorization: Bearer. Default: none. Probes never need it.",
            secret = true)
    Optional<String> metricsToken();
}
