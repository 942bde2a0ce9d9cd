package dev.tollgate.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One gateway on servers named in settings; any number of them may run. */
@Command(name = "gateway", description = "one gateway on servers named in settings")
public final class GatewayCommand extends PartCommand {
    @Mixin
    private final PortOptions ports = new PortOptions();

    @Override
    public Integer call() {
        return run("gateway", ports.settings());
    }
}
