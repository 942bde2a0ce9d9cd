package dev.tollgate.standalone.command;

import java.util.Map;
import picocli.CommandLine.Command;

/** One billing meter on servers named in settings; any number of them may run. */
@Command(name = "billing-meter", description = "one billing meter on servers named in settings")
public final class BillingMeterCommand extends PartCommand {
    @Override
    public Integer call() {
        return run("billing-meter", Map.of());
    }
}
