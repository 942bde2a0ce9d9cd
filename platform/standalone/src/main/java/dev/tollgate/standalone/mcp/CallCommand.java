package dev.tollgate.standalone.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.ExitCode;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import dev.tollgate.standalone.ctl.document.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Calls one tool and prints what it gives: the structured content, or the text where there is none. */
@Command(name = "call", description = "calls a tool; --json prints the whole result")
final class CallCommand implements Callable<Integer> {
    private static final String PROBLEM = "dev.tollgate/problem";
    private static final String CHARGE = "dev.tollgate/charge_micros";
    private static final int ARGUMENTS_BYTES_MAX = 1 << 20;

    @Mixin
    private final McpTargetOptions options = new McpTargetOptions();

    @Parameters(index = "1", paramLabel = "TOOL", description = "its name, such as create_task")
    private String tool = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "JSON",
            defaultValue = "{}",
            description = "its arguments as a JSON object, - for standard input; default ${DEFAULT-VALUE}")
    private String arguments = "{}";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var given = arguments();
        try (var agent = new AgentClient(options.endpoint())) {
            var _ = agent.initialize();
            var result = agent.call(tool, given);
            var failed = result.path("isError").asBoolean();
            if (options.json()) {
                print(JsonNodes.pretty(result));
            }
            if (failed) {
                throw refused(result);
            }
            if (!options.json()) {
                printResult(result);
            }
        }
        return 0;
    }

    private String arguments() throws IOException {
        var text = arguments.equals("-")
                ? new String(System.in.readNBytes(ARGUMENTS_BYTES_MAX), StandardCharsets.UTF_8)
                : arguments;
        try {
            if (JsonNodes.read(text).isObject()) {
                return text;
            }
        } catch (JsonProcessingException _) {
            // Answered below.
        }
        throw new ParameterException(spec.commandLine(), "the arguments of a tool must be a JSON object");
    }

    private void printResult(JsonNode result) {
        var structured = result.path("structuredContent");
        if (structured.isContainerNode()) {
            print(JsonNodes.pretty(structured));
        } else {
            result.path("content")
                    .forEach(part -> part.path("text")
                            .asText()
                            .lines()
                            .map(Printable::text)
                            .forEach(this::print));
        }
        var charge = result.path("_meta").path(CHARGE);
        if (charge.isNumber()) {
            spec.commandLine().getErr().println("mcp: charged " + charge.asText() + " micros");
        }
    }

    private static McpFailure refused(JsonNode result) {
        var problem = result.path("_meta").path(PROBLEM);
        return problem.isObject()
                ? new McpFailure(ExitCode.of(problem.path("status").asInt()), problem)
                : new McpFailure(
                        ExitCode.REFUSED,
                        "tool_error",
                        result.path("content").path(0).path("text").asText());
    }

    private void print(String text) {
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
    }
}
