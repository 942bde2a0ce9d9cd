package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.document.ControlDocument;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands a document gives: {@code ctl GROUP VERB}. */
final class CommandTree {
    private final CommandContext context;
    private final ControlDocument document;
    private final KnownWords words;

    CommandTree(CommandContext context, ControlDocument document) {
        this(context, document, KnownWords.NONE);
    }

    private CommandTree(CommandContext context, ControlDocument document, KnownWords words) {
        this.context = context;
        this.document = document;
        this.words = words;
    }

    /** The same with words that completion offers. */
    CommandTree with(KnownWords known) {
        return new CommandTree(context, document, known);
    }

    /** All commands. */
    CommandLine whole(String name) {
        var root = root(name);
        document.commands().forEach((group, verbs) -> root.addSubcommand(group, group(group, verbs, verbs.keySet())));
        return RootHelp.configured(new CommandLine(root));
    }

    /** The commands that one call needs: its own, or the groups and verbs that its words could mean. */
    CommandLine of(String name, List<String> arguments) {
        var root = root(name);
        var commands = document.commands();
        var first = arguments.isEmpty() ? "" : arguments.getFirst();
        var meant = commands.get(first);
        if (meant != null) {
            var verb = arguments.size() > 1 ? arguments.get(1) : "";
            root.addSubcommand(first, group(first, meant, meant.containsKey(verb) ? Set.of(verb) : meant.keySet()));
        } else if (!root.subcommands().containsKey(first)) {
            commands.forEach((group, verbs) -> root.addSubcommand(group, group(group, verbs, Set.of())));
        }
        return RootHelp.configured(new CommandLine(root));
    }

    private CommandSpec root(String name) {
        var root = RootHelp.spec(name);
        root.addSubcommand(UseCommand.NAME, UseCommand.spec(context));
        root.addSubcommand(CompletionCommand.NAME, CompletionCommand.spec(this, context));
        return root;
    }

    private CommandSpec group(String group, SequencedMap<String, List<ControlOperation>> verbs, Set<String> shown) {
        var spec = CommandGroup.spec(group);
        spec.usageMessage().description(String.join(", ", verbs.keySet()));
        spec.addArgGroup(CommonOptions.group());
        verbs.forEach((verb, choices) -> {
            if (shown.contains(verb)) {
                spec.addSubcommand(verb, new VerbSpec(context, choices, words).spec());
            }
        });
        return spec;
    }
}
