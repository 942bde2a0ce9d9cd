package dev.tollgate.standalone.mcp;

import dev.tollgate.standalone.ctl.document.JsonNodes;
import dev.tollgate.standalone.ctl.document.Printable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at an endpoint as a new client does. The exit code is that of the first problem. */
@Command(
        name = "check",
        description = "revision, sign-in, lists and their size, problems; the exit code tells the first")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private final McpTargetOptions options = new McpTargetOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        var inspection = Inspection.of(options.endpoint());
        var out = spec.commandLine().getOut();
        if (options.json()) {
            out.println(JsonNodes.pretty(inspection.tree()));
        } else {
            inspection.lines().forEach(line -> out.println(Printable.text(line)));
        }
        out.flush();
        return inspection.exit().number();
    }
}
