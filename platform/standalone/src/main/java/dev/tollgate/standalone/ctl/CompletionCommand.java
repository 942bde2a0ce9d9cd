package dev.tollgate.standalone.ctl;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/**
 * Prints a completion script with every command, option and word written out, so that a Tab starts no program. The
 * shell finds it for {@code tollgate} and for any path that ends so.
 */
final class CompletionCommand implements Callable<Integer> {
    static final String NAME = "completion";
    private static final String PROGRAM = "tollgate";
    private static final List<String> SHELLS = List.of("bash", "zsh");

    private final CommandTree tree;
    private final CommandContext context;
    private @Nullable CommandSpec spec;

    private CompletionCommand(CommandTree tree, CommandContext context) {
        this.tree = tree;
        this.context = context;
    }

    static CommandSpec spec(CommandTree tree, CommandContext context) {
        var command = new CompletionCommand(tree, context);
        var spec = CommandSpec.wrapWithoutInspection(command).name(NAME);
        command.spec = spec;
        spec.usageMessage()
                .sortOptions(false)
                .description("Prints a completion script for bash or zsh.")
                .footer("", "Into ~/.bashrc or ~/.zshrc:", "  source <(bin/tollgate ctl completion bash)");
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .type(String.class)
                .arity("1")
                .paramLabel("bash|zsh")
                .completionCandidates(SHELLS)
                .build());
        spec.addArgGroup(CommonOptions.group());
        return spec;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("a command of nobody");
        }
        var given = spec.commandLine().getParseResult();
        var shell = given.matchedPositionalValue(0, "");
        if (!SHELLS.contains(shell)) {
            throw new ParameterException(spec.commandLine(), "completion is for bash or zsh");
        }
        var root = context.others().get();
        var _ = root.getCommandSpec().removeSubcommand("ctl");
        var words = KnownWords.read(context.api());
        root.addSubcommand("ctl", tree.with(words).whole("ctl"));
        // The script knows both shells: in zsh it loads bashcompinit first.
        context.environment().out().println(AutoComplete.bash(PROGRAM, root));
        context.environment().out().flush();
        return ExitCode.OK.number();
    }
}
