package dev.tollgate.runtime.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The listener for probes and metrics. */
@ConfigMapping(prefix = "tollgate.management")
public interface ManagementDeclaration {
    @Setting(
            "Address the management listener binds to; one that probes and scrapers reach where they come from elsewhere.")
    @WithDefault("127.0.0.1")
    String host();

    @Setting(value = "Port of the management listener; 0 takes a free one.", min = 0, max = 65_535)
    @WithDefault("9090")
    int port();

    @Setting(
            value =
                    "Token that /metrics asks for, as Authorization: Bearer; by default it asks for none. Probes never need "
                            + "one.",
            secret = true)
    Optional<String> metricsToken();
}
