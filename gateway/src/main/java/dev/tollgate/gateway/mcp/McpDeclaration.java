package dev.tollgate.gateway.mcp;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Settings of the MCP endpoint. */
@ConfigMapping(prefix = "tollgate.mcp")
public interface McpDeclaration {
    @Setting("Allowed Host and Origin names of /mcp, without port, in addition to that of the public URL. "
            + "Origins on localhost are allowed if the public URL is on localhost or localhost is listed " + "here.")
    Optional<List<String>> allowedHosts();

    @Setting(value = "Maximum concurrent calls of one agent in one gateway.", min = 1, max = 65_536)
    @WithDefault("512")
    int inFlightMax();

    @Setting(value = "Maximum open subscriptions/listen streams of one tenant in one gateway.", min = 1, max = 10_000)
    @WithDefault("1000")
    int listenTenantMax();
}
