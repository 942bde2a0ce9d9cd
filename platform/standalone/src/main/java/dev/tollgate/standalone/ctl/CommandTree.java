package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.document.ControlDocument;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands a document gives: {@code ctl GROUP VERB}. */
final class CommandTree {
    private final CommandContext context;
    private final ControlDocument document;

    CommandTree(CommandContext context, ControlDocument document) {
        this.context = context;
        this.document = document;
    }

    /**
     * The whole tree, or for one call the part that it needs.
     *
     * @param name what the whole is called in usage lines
     * @param only the group whose verbs are needed; null for all
     */
    CommandLine commandLine(String name, @Nullable String only) {
        var root = RootHelp.spec(name);
        document.commands().forEach((group, verbs) -> root.addSubcommand(group, group(group, verbs, only)));
        root.addSubcommand(CompletionCommand.NAME, CompletionCommand.spec(this, context));
        return RootHelp.configured(new CommandLine(root));
    }

    private CommandSpec group(String group, SequencedMap<String, List<ControlOperation>> verbs, @Nullable String only) {
        var spec = CommandGroup.spec(group);
        spec.usageMessage().description(String.join(", ", verbs.keySet()));
        spec.addArgGroup(CommonOptions.group());
        if (only == null || only.equals(group)) {
            verbs.forEach((verb, choices) -> spec.addSubcommand(verb, new VerbSpec(context, choices).spec()));
        }
        return spec;
    }
}
