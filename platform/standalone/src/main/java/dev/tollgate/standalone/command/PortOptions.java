package dev.tollgate.standalone.command;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Ports that the command line may name. */
public final class PortOptions {
    @Option(names = "--port", paramLabel = "PORT", description = "where the gateway listens")
    private @Nullable Integer port;

    @Option(names = "--management-port", paramLabel = "PORT", description = "where probes and metrics listen")
    private @Nullable Integer managementPort;

    /** As settings. */
    public Map<String, String> settings() {
        var settings = new TreeMap<String, String>();
        if (port != null) {
            settings.put("tollgate.gateway.port", port.toString());
        }
        if (managementPort != null) {
            settings.put("tollgate.management.port", managementPort.toString());
        }
        return settings;
    }
}
