package dev.tollgate.standalone.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One gateway on servers named in settings; any number of them may run. */
@Command(name = "gateway", description = "one gateway on servers named in settings")
public final class GatewayCommand extends PartCommand {
    @Option(names = "--port", paramLabel = "PORT", description = "where the gateway listens")
    private @Nullable Integer port;

    @Override
    public Integer call() {
        return run("gateway", port == null ? Map.of() : Map.of("tollgate.gateway.port", port.toString()));
    }
}
