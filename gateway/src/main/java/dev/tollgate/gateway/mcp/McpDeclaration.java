package dev.tollgate.gateway.mcp;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Settings of the MCP endpoint. */
@ConfigMapping(prefix = "tollgate.mcp")
public interface McpDeclaration {
    @Setting(
            "Hosts, without port, that /mcp answers to and whose pages may call it, besides that of the public URL; pages "
                    + "on localhost may where the public URL is on localhost, or where it is named here.")
    Optional<List<String>> allowedHosts();

    @Setting(value = "Calls of one agent that may be under way at once in one gateway.", min = 1, max = 65_536)
    @WithDefault("512")
    int inFlightMax();

    @Setting(
            value = "Streams of subscriptions/listen of one tenant that may be open at once in one gateway.",
            min = 1,
            max = 10_000)
    @WithDefault("1000")
    int listenTenantMax();
}
