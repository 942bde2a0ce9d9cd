package dev.tollgate.standalone.ctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Options that every command has. They may also precede the command's words. */
final class CommonOptions {
    static final String CONTROL = "--control";
    static final String TOKEN_FILE = "--token-file";
    static final String JSON = "--json";
    static final String QUIET = "--quiet";
    static final String CSV = "--csv";
    private static final Set<String> VALUED = Set.of(CONTROL, TOKEN_FILE);

    private CommonOptions() {}

    /** The form in which an answer is printed. */
    enum Form {
        PEOPLE,
        JSON,
        IDS,
        CSV
    }

    static ArgGroupSpec group() {
        return ArgGroupSpec.builder()
                .heading("%nEverywhere:%n")
                .validate(false)
                .addArg(text(CONTROL, "URL", "URL of the server. Default: TOLLGATE_CONTROL, or the running dev"))
                .addArg(text(
                        TOKEN_FILE, "FILE", "file with the token. Default: TOLLGATE_OPERATOR_TOKEN, or that of dev"))
                .addArg(flag("print the API's data as JSON", JSON))
                .addArg(flag("only the ids", QUIET, "-q"))
                .addArg(OptionSpec.builder("--help", "-h")
                        .usageHelp(true)
                        .type(boolean.class)
                        .arity("0")
                        .description("this text")
                        .build())
                .build();
    }

    static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }

    static OptionSpec flag(String description, String name, String... more) {
        var names = new ArrayList<>(List.of(more));
        names.addFirst(name);
        return OptionSpec.builder(names.toArray(String[]::new))
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    static Form form(ParseResult parsed) {
        var forms = new ArrayList<Form>();
        if (parsed.hasMatchedOption(JSON)) {
            forms.add(Form.JSON);
        }
        if (parsed.hasMatchedOption(QUIET)) {
            forms.add(Form.IDS);
        }
        if (parsed.commandSpec().optionsMap().containsKey(CSV) && parsed.hasMatchedOption(CSV)) {
            forms.add(Form.CSV);
        }
        if (forms.size() > 1) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(), "--json, --quiet and --csv exclude each other");
        }
        return forms.isEmpty() ? Form.PEOPLE : forms.getFirst();
    }

    /** Value of an option before anything is parsed: which commands there are depends on it. */
    static @Nullable String early(List<String> arguments, String option) {
        for (int i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (argument.startsWith(option + '=')) {
                return argument.substring(option.length() + 1);
            }
            if (argument.equals(option) && i + 1 < arguments.size()) {
                return arguments.get(i + 1);
            }
        }
        return null;
    }

    /** The same command with the options before its two words moved after them. */
    static List<String> ordered(List<String> arguments) {
        var words = new ArrayList<String>();
        var early = new ArrayList<String>();
        int next = 0;
        for (; next < arguments.size() && words.size() < 2; next++) {
            var argument = arguments.get(next);
            if (!argument.startsWith("-")) {
                words.add(argument);
                continue;
            }
            early.add(argument);
            if (VALUED.contains(argument) && next + 1 < arguments.size()) {
                early.add(arguments.get(++next));
            }
        }
        words.addAll(early);
        words.addAll(arguments.subList(next, arguments.size()));
        return words;
    }
}
