package dev.tollgate.runtime.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The listener for probes and metrics. */
@ConfigMapping(prefix = "tollgate.management")
public interface ManagementDeclaration {
    @Setting("Address the management listener binds to.")
    @WithDefault("0.0.0.0")
    String host();

    @Setting(value = "Port of the management listener; 0 takes a free one.", min = 0, max = 65_535)
    @WithDefault("9090")
    int port();
}
