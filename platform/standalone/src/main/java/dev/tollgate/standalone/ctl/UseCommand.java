package dev.tollgate.standalone.ctl;

import java.util.HashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Chooses the tenant and workspace of the commands that follow, or shows which are chosen. */
final class UseCommand implements Callable<Integer> {
    static final String NAME = "use";
    private static final String CLEAR = "--clear";

    private final CommandContext context;
    private @Nullable CommandSpec spec;

    private UseCommand(CommandContext context) {
        this.context = context;
    }

    static CommandSpec spec(CommandContext context) {
        var command = new UseCommand(context);
        var spec = CommandSpec.wrapWithoutInspection(command).name(NAME);
        command.spec = spec;
        spec.usageMessage()
                .sortOptions(false)
                .description(
                        "Choose the tenant and workspace of the commands that follow.",
                        "Kept per server, until another is chosen. TOLLGATE_TENANT, TOLLGATE_WORKSPACE and options "
                                + "win over it. Without an argument it shows what is chosen.")
                .footer(
                        "",
                        "Examples:",
                        "  bin/tollgate ctl use Acme/production",
                        "  bin/tollgate ctl use Acme",
                        "  bin/tollgate ctl use wrk_01h455vb4pex5vsknk084sn02q");
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .type(String.class)
                .arity("0..1")
                .paramLabel("TENANT[/WORKSPACE]")
                .description("tenant by id or name; workspace by id, slug or name")
                .build());
        spec.addOption(CommonOptions.flag("choose none", CLEAR));
        spec.addArgGroup(CommonOptions.group());
        return spec;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("a command of nobody");
        }
        var given = spec.commandLine().getParseResult();
        var file = context.choice();
        String text = given.matchedPositionalValue(0, null);
        if (given.matchedOptionValue(CLEAR, false)) {
            TargetChoice.NONE.keep(file);
        } else if (text != null) {
            chosen(text).keep(file);
        }
        var choice = TargetChoice.of(file);
        var place = new TargetPlace(new TargetNames(context.api())).named(choice.ids());
        context.environment().out().println(place.isEmpty() ? "No tenant is chosen." : "Commands act " + place + '.');
        context.environment().out().flush();
        return ExitCode.OK.number();
    }

    private TargetChoice chosen(String text) {
        var names = new TargetNames(context.api());
        var ids = new HashMap<String, String>();
        if (TargetNames.isWorkspaceId(text) || text.contains("/")) {
            var workspace = names.workspace(text, null);
            var found = names.found(workspace);
            if (found == null) {
                throw new CtlFailure(ExitCode.NOT_FOUND, "there is no workspace " + text);
            }
            ids.put(TargetDefaults.WORKSPACE, workspace);
            ids.put(TargetDefaults.TENANT, found.path(TargetDefaults.TENANT).asText());
        } else {
            var tenant = names.tenant(text);
            if (names.foundTenant(tenant) == null) {
                throw new CtlFailure(ExitCode.NOT_FOUND, "there is no tenant " + text);
            }
            ids.put(TargetDefaults.TENANT, tenant);
        }
        return new TargetChoice(ids);
    }
}
