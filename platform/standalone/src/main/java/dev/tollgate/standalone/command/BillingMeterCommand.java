package dev.tollgate.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One billing meter on servers named in settings; any number of them may run. */
@Command(name = "billing-meter", description = "one billing meter on servers named in settings")
public final class BillingMeterCommand extends PartCommand {
    @Mixin
    private final PortOptions ports = new PortOptions();

    @Override
    public Integer call() {
        return run("billing-meter", ports.settings());
    }
}
