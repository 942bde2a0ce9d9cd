package dev.tollgate.gateway.app;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How one gateway listens. */
@ConfigMapping(prefix = "tollgate.gateway")
public interface GatewayDeclaration {
    @Setting("Address the gateway binds to.")
    @WithDefault("0.0.0.0")
    String host();

    @Setting(value = "Port of the gateway; 0 takes a free one.", min = 0, max = 65_535)
    @WithDefault("8080")
    int port();
}
