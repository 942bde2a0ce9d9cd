package dev.tollgate.standalone.ctl;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code ctl} command. Its arguments are parsed by the commands from the server's document. */
@Command(name = "ctl", description = "the admin API as commands, such as ctl workspaces list; see ctl --help")
public final class CtlCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "COMMAND")
    private List<String> arguments = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        return Ctl.ofProcess(() -> spec.root().commandLine()).run(arguments);
    }
}
