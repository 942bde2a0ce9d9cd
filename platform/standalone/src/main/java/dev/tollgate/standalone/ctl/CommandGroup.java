package dev.tollgate.standalone.ctl;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** A command that only groups others: prints its usage. */
final class CommandGroup implements Callable<Integer> {
    private @Nullable CommandSpec spec;

    private CommandGroup() {}

    static CommandSpec spec(String name) {
        var signpost = new CommandGroup();
        var spec = CommandSpec.wrapWithoutInspection(signpost).name(name);
        signpost.spec = spec;
        spec.usageMessage()
                .sortOptions(false)
                .synopsisSubcommandLabel("COMMAND")
                .commandListHeading("%nCommands:%n");
        return spec;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getErr());
        }
        return ExitCode.USAGE.number();
    }
}
