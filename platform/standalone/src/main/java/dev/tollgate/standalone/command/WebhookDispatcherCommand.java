package dev.tollgate.standalone.command;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One webhook dispatcher on servers named in settings; any number of them may run. */
@Command(name = "webhook-dispatcher", description = "one webhook dispatcher on servers named in settings")
public final class WebhookDispatcherCommand extends PartCommand {
    @Option(names = "--management-port", paramLabel = "PORT", description = "where probes and metrics listen")
    private @org.jspecify.annotations.Nullable Integer managementPort;

    @Override
    public Integer call() {
        return run(
                "webhook-dispatcher",
                managementPort == null ? Map.of() : Map.of("tollgate.management.port", managementPort.toString()));
    }
}
