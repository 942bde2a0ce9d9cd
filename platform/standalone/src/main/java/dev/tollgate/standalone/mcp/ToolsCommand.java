package dev.tollgate.standalone.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import dev.tollgate.standalone.ctl.document.Printable;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists what this credential may call now. */
@Command(name = "tools", description = "the tools that this token may call; --json with their schemas")
final class ToolsCommand implements Callable<Integer> {
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=\\.)\\s|\\R");

    @Mixin
    private final McpTargetOptions options = new McpTargetOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try (var agent = new AgentClient(options.endpoint())) {
            var _ = agent.initialize();
            var tools = agent.tools();
            if (options.json()) {
                out.println(JsonNodes.pretty(tools));
            } else {
                print(tools, out);
            }
        }
        out.flush();
        return 0;
    }

    private static void print(JsonNode tools, PrintWriter out) {
        int width = StreamSupport.stream(tools.spliterator(), false)
                .mapToInt(tool -> tool.path("name").asText().length())
                .max()
                .orElse(0);
        for (var tool : tools) {
            var name = tool.path("name").asText();
            var sentence = SENTENCE_END.split(tool.path("description").asText(), 2)[0];
            out.println(Printable.text(name + " ".repeat(width - name.length() + 2) + sentence)
                    .stripTrailing());
        }
    }
}
