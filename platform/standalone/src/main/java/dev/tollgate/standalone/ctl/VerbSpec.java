package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.document.ControlOperation;
import dev.tollgate.standalone.ctl.document.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** One command as picocli reads it: an option per field, an argument per id, and what every call of its kind has. */
final class VerbSpec {
    private static final String TENANT = "--tenant";
    private static final Set<String> OURS = Set.of(
            "since",
            "wide",
            "control",
            "token-file",
            "json",
            "quiet",
            "csv",
            "help",
            "file",
            "clear",
            "dry-run",
            "if-version",
            "all",
            "max",
            "idempotency-key");

    private final CommandContext context;
    private final List<ControlOperation> choices;
    private final ControlOperation first;
    private final KnownWords known;

    /** @param known words of the server, for completion */
    VerbSpec(CommandContext context, List<ControlOperation> choices, KnownWords known) {
        this.context = context;
        this.known = known;
        this.choices = choices;
        this.first = choices.getFirst();
    }

    /** The option of a field; a field with the name of a common option gets a longer one. */
    static String option(Field field) {
        return OURS.contains(field.dashed()) ? "--field-" + field.dashed() : "--" + field.dashed();
    }

    CommandSpec spec() {
        var command = new OperationCommand(context, choices);
        var spec = CommandSpec.wrapWithoutInspection(command).name(first.verb());
        command.belongsTo(spec);
        spec.usageMessage()
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .description(description())
                .footer(CommandExample.lines(first));
        arguments(spec);
        owners().forEach((name, owner) -> spec.addOption(owner));
        fields().forEach((name, field) -> spec.addOption(option(name, field)));
        extras().forEach(spec::addOption);
        spec.addArgGroup(CommonOptions.group());
        return spec;
    }

    private String[] description() {
        var text = new ArrayList<String>();
        text.add(RootHelp.plain(first.summary()) + '.');
        if (!first.description().isBlank()) {
            text.add(RootHelp.plain(first.description()));
        }
        return text.toArray(String[]::new);
    }

    private void arguments(CommandSpec spec) {
        var named = first.named();
        for (int i = 0; i < named.size(); i++) {
            spec.addPositional(PositionalParamSpec.builder()
                    .index(Integer.toString(i))
                    .type(String.class)
                    .arity("0..1")
                    .paramLabel(named.get(i).dashed().toUpperCase(Locale.ROOT))
                    .description(RootHelp.plain(named.get(i).description()))
                    .completionCandidates(known.of(first.group(), named.get(i).name()))
                    .build());
        }
    }

    private Map<String, OptionSpec> owners() {
        var owners = new LinkedHashMap<String, OptionSpec>();
        for (var choice : choices) {
            for (var owner : choice.owners()) {
                var name = TargetResolver.option(owner);
                owners.putIfAbsent(name, owner(name, owner));
            }
        }
        if (!owners.containsKey(TENANT) && namesWorkspace()) {
            owners.put(
                    TENANT,
                    CommonOptions.text(TENANT, "TENANT", "tenant in which the workspace's slug or name is looked up"));
        }
        return owners;
    }

    private static OptionSpec owner(String name, Field owner) {
        var other = "Default: TOLLGATE_" + name.substring(2).toUpperCase(Locale.ROOT)
                + " or ctl use; reads also that of dev";
        return switch (owner.name()) {
            case TargetDefaults.TENANT -> CommonOptions.text(name, "TENANT", "id or name of the tenant. " + other);
            case TargetDefaults.WORKSPACE ->
                CommonOptions.text(name, "WORKSPACE", "id, slug or TENANT/SLUG of the workspace. " + other);
            default -> CommonOptions.text(name, "ID", "whose it is");
        };
    }

    private boolean namesWorkspace() {
        return choices.stream()
                .flatMap(choice -> Stream.concat(choice.owners().stream(), choice.named().stream()))
                .anyMatch(field -> field.name().equals(TargetDefaults.WORKSPACE));
    }

    private Map<String, Field> fields() {
        var fields = new LinkedHashMap<String, Field>();
        for (var choice : choices) {
            choice.bodyFields().forEach(field -> fields.putIfAbsent(option(field), field));
            choice.query().forEach(field -> fields.putIfAbsent(option(field), field));
        }
        return fields;
    }

    private OptionSpec option(String name, Field field) {
        var description = RootHelp.plain(field.description()) + (field.required() ? " (required)" : "");
        var option = OptionSpec.builder(name).description(description.strip());
        if (field.isFlag()) {
            return option.type(Boolean.class)
                    .arity("0..1")
                    .fallbackValue("true")
                    .paramLabel("true|false")
                    .negatable(true)
                    .build();
        }
        var words = field.words().isEmpty() ? known.of(first.group(), field.name()) : field.words();
        if (!words.isEmpty()) {
            option.completionCandidates(words);
        }
        option.arity("1").paramLabel(field.label());
        return field.isList()
                ? option.type(List.class)
                        .auxiliaryTypes(String.class)
                        .splitRegex(",")
                        .build()
                : option.type(String.class).build();
    }

    private boolean hasFrom() {
        return first.query().stream().anyMatch(field -> field.name().equals("from"));
    }

    private List<OptionSpec> extras() {
        var extras = new ArrayList<OptionSpec>();
        if (first.bodySchema() != null) {
            extras.add(CommonOptions.text(
                    RequestInputs.FILE, "FILE", "JSON object with the fields; - reads standard input"));
        }
        if (first.isPatch()) {
            extras.add(OptionSpec.builder(RequestInputs.CLEAR)
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .arity("1")
                    .splitRegex(",")
                    .paramLabel("FIELD")
                    .completionCandidates(
                            first.bodyFields().stream().map(Field::dashed).toList())
                    .description("clears a field")
                    .build());
        }
        if (first.dryRun()) {
            extras.add(CommonOptions.flag("validates only: checks everything, changes nothing", RequestInputs.DRY_RUN));
        }
        if (first.takesHeader("If-Match")) {
            extras.add(CommonOptions.text(
                    OperationCommand.IF_VERSION, "VERSION", "only if the record is at this version"));
        }
        if (first.changes()) {
            extras.add(CommonOptions.text(
                    OperationCommand.IDEMPOTENCY_KEY, "KEY", "idempotency key; generated by default"));
        }
        if (first.isPaged() && (hasFrom() || first.timeField() != null)) {
            extras.add(CommonOptions.text(
                    RequestInputs.SINCE,
                    "SPAN",
                    "only the last 30m, 2h, 7d or 4w" + (hasFrom() ? "; --from and --to take a span too" : "")));
        }
        if (first.isPaged()) {
            extras.add(CommonOptions.flag("all pages", OperationCommand.ALL));
            extras.add(CommonOptions.text(
                    OperationCommand.MAX, "NUMBER", "with --all: maximum number of results; default 10000"));
        }
        if (first.givesCsv()) {
            extras.add(CommonOptions.flag("comma-separated values", CommonOptions.CSV));
        }
        if (first.isPaged()) {
            extras.add(
                    CommonOptions.flag("all columns, ids and texts whole, whatever the width", OperationCommand.WIDE));
        }
        return extras;
    }
}
