package dev.tollgate.standalone.command;

import java.util.Map;
import picocli.CommandLine.Command;

/** One webhook dispatcher on servers named in settings; any number of them may run. */
@Command(name = "webhook-dispatcher", description = "one webhook dispatcher on servers named in settings")
public final class WebhookDispatcherCommand extends PartCommand {
    @Override
    public Integer call() {
        return run("webhook-dispatcher", Map.of());
    }
}
