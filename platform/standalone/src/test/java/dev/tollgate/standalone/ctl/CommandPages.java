package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.document.ControlDocument;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The help of every command, each below a line with its words; the options that all verbs have only once. */
public final class CommandPages {
    private static final int WIDTH = 110;

    private CommandPages() {}

    public static String of(CommandLine program) throws IOException {
        var page = new StringBuilder();
        program.setUsageHelpWidth(WIDTH);
        program.getSubcommands().forEach((name, command) -> {
            if (!name.equals("ctl")) {
                add(page, name, command);
            }
        });
        add(page, "ctl", ctl());
        return page.toString();
    }

    private static CommandLine ctl() throws IOException {
        var nowhere = new ApiServer(
                "http://localhost", TargetDefaults.NONE, new ApiServer.Credential(null, "nowhere"), false);
        try (var api = new AdminApi(nowhere, RetryPolicy.USUAL)) {
            var context = new CommandContext(
                    nowhere,
                    api,
                    CommandEnvironment.ofProcess(),
                    () -> new CommandLine(CommandLine.Model.CommandSpec.create()));
            return new CommandTree(context, ControlDocument.of(ShippedDocument.bytes())).whole(Ctl.PROGRAM);
        }
    }

    private static String own(String text) {
        return text.replaceFirst("(?s)\nEverywhere:\n.*?(?=\n\n|$)", "");
    }

    private static void add(StringBuilder page, String words, CommandLine command) {
        var text = new StringWriter();
        command.usage(new PrintWriter(text, true), CommandLine.Help.Ansi.OFF);
        page.append("@ ").append(words).append('\n').append(words.contains(" ") ? own(text.toString()) : text);
        command.getSubcommands().forEach((name, sub) -> add(page, words + ' ' + name, sub));
    }
}
