package dev.tollgate.loadtest.agents;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Goal.at;
import static dev.tollgate.loadtest.report.Goal.atMost;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.report.Goal;
import dev.tollgate.loadtest.run.SizedBenchCommand;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

/** {@code bin/tollgate bench agents}. */
@Command(
        name = "agents",
        description = "tokens of lists of tools, and of 47 typical tasks by the TypeScript client; 1 min, needs npm")
public final class AgentsCommand extends SizedBenchCommand {

    private static final String LIST = "list";
    private static final String DISCOVERY = "discovery";
    private static final List<String> MODES = List.of(LIST, DISCOVERY);
    private static final String FOUNDER = "founder";
    /** Those of the agent that {@code bin/tollgate dev} makes. */
    private static final String FOUNDER_SCOPES =
            "support:read support:write crm:read crm:write tasks:read tasks:write cms:read cms:write assets:read"
                    + " activity:read activity:write bi:read";

    private static final String ALL = "every_scope";
    private static final String DISCOVER = "?discover=true";
    private static final List<String> OPTIONS =
            List.of("", "?readonly=true", DISCOVER, "?output_schemas=true", "?output_schemas=true&detailed=true");

    private static final int TASKS = 47;
    private static final int TASKS_QUICK = 3;

    @Override
    protected List<String> parts() {
        return List.of();
    }

    @Override
    protected void measure(Installation installation, BenchReport report) throws IOException, InterruptedException {
        var program = new TaskProgram(sources("agents"), installation.folder());
        installation.gateway().start();
        lists(installation, report.figures().putObject("lists"));
        tasks(installation, program, report.figures());
    }

    private static void lists(Installation installation, ObjectNode figures) {
        var account = BenchAccount.create(installation.control());
        account.enableEveryModule();
        var scopes = scopes(installation.control());
        int port = installation.gateway().port();
        // Modules that are not built yet have no scopes.
        var founders = Stream.of(FOUNDER_SCOPES.split(" ", -1))
                .filter(List.of(scopes)::contains)
                .toArray(String[]::new);
        var founder = account.credential(BenchAccount.Kind.MCP_CLIENT, founders).secret();
        var all = account.credential(BenchAccount.Kind.MCP_CLIENT, scopes).secret();
        for (var options : OPTIONS) {
            list(port, FOUNDER, founder, options, figures);
            list(port, ALL, all, options, figures);
        }
        for (var toolset : toolsets(installation.control())) {
            list(port, ALL, all, "?toolsets=" + toolset, figures);
        }
    }

    private static void list(int port, String whose, String token, String options, ObjectNode figures) {
        var cost = ToolListCost.listed(port, token, options);
        JsonTrees.write(cost, figures.putObject(whose + options));
        say(String.format(
                Locale.ROOT,
                "%-45s %3d tools %7d tokens, %.1f a tool",
                whose + options,
                cost.tools(),
                cost.tokens(),
                cost.tokensPerTool()));
    }

    private static String[] scopes(AppClient control) {
        return control.records("/control/v1/scopes").stream()
                .map(scope -> scope.path("scope").asText())
                .toArray(String[]::new);
    }

    /** The modules that have tools. */
    private static Set<String> toolsets(AppClient control) {
        var toolsets = new TreeSet<String>();
        for (var operation : control.records("/control/v1/operations")) {
            if (operation.path("tool").asBoolean()) {
                toolsets.add(operation.path("module").asText());
            }
        }
        return toolsets;
    }

    private void tasks(Installation installation, TaskProgram program, ObjectNode figures)
            throws IOException, InterruptedException {
        for (var mode : MODES) {
            var account = BenchAccount.create(installation.control());
            account.enableEveryModule();
            var token = account.credential(BenchAccount.Kind.MCP_CLIENT, scopes(installation.control()))
                    .secret();
            int count = quick() ? TASKS_QUICK : TASKS;
            var run = program.run(installation.gateway().port(), token, mode, count);
            require(run.path("tasks").size() == count, "every task is reported, but: " + run);
            write(run, figures.putObject("tasks_" + mode));
        }
    }

    private static void write(JsonNode run, ObjectNode figures) {
        int context = TokenCounter.tokens(run.path("instructions").asText())
                + ToolListCost.of(run.path("tools")).tokens();
        var costs = StreamSupport.stream(run.path("tasks").spliterator(), false)
                .map(TaskCost::of)
                .toList();
        int tokens = costs.stream().mapToInt(TaskCost::tokens).sum();
        figures.put("context_tokens", context)
                .put("calls", costs.stream().mapToInt(TaskCost::calls).sum())
                .put(
                        "sent_tokens",
                        costs.stream().mapToInt(TaskCost::sentTokens).sum())
                .put(
                        "read_tokens",
                        costs.stream().mapToInt(TaskCost::readTokens).sum())
                .put("tokens_per_task_with_context", context + tokens / costs.size());
        var each = figures.putArray("tasks");
        costs.forEach(cost -> JsonTrees.write(cost, each.addObject()));
        say(figures.path("calls") + " calls; instructions and list " + context + " tokens, then sent "
                + figures.path("sent_tokens") + " and read " + figures.path("read_tokens") + " in " + costs.size()
                + " tasks");
    }

    @Override
    protected List<Goal> goals(ObjectNode figures) {
        return List.of(
                atMost("tokens a tool on average", 160, at("/lists/" + ALL + "/tokens_per_tool", figures)),
                atMost("tokens of the list of every scope", 25_000, at("/lists/" + ALL + "/tokens", figures)),
                atMost(
                        "tokens of the list in discovery",
                        600,
                        at("/lists/" + FOUNDER + DISCOVER + "/tokens", figures)));
    }
}
