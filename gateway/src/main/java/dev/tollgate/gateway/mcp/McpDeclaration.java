package dev.tollgate.gateway.mcp;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Settings of the MCP endpoint. */
@ConfigMapping(prefix = "tollgate.mcp")
public interface McpDeclaration {
    @Setting("Hosts, without port, that /mcp answers to besides that of the public URL and the loopback names.")
    Optional<List<String>> allowedHosts();
}
