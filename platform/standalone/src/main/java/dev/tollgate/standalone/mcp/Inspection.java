package dev.tollgate.standalone.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.standalone.ctl.ExitCode;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Inspection of an endpoint as a new client sees it. A step that fails records its problem; the others continue. */
final class Inspection {
    private static final int BYTES_PER_TOKEN = 4;

    private final McpTarget target;
    private final List<McpFailure> problems = new ArrayList<>();
    private final ObjectNode counts = JsonNodeFactory.instance.objectNode();
    private @Nullable SignIn signIn;
    private JsonNode hello = JsonNodes.of(null);
    private long toolBytes;

    private Inspection(McpTarget target) {
        this.target = target;
    }

    static Inspection of(McpTarget target) {
        var inspection = new Inspection(target);
        inspection.step(() -> {
            var signIn = SignIn.of(target);
            inspection.signIn = signIn;
            var fault = signIn.fault(target);
            if (fault != null) {
                throw fault;
            }
        });
        if (inspection.signIn != null) {
            inspection.step(inspection::lists);
        }
        return inspection;
    }

    private void step(Runnable work) {
        try {
            work.run();
        } catch (McpFailure failure) {
            problems.add(failure);
        }
    }

    private void lists() {
        try (var agent = new AgentClient(target)) {
            hello = agent.initialize();
            var offered = hello.path("capabilities");
            step(() -> {
                var tools = agent.tools();
                toolBytes = JsonNodes.bytes(tools).length;
                counts.put("tools", tools.size());
            });
            if (offered.hasNonNull("resources")) {
                step(() -> count("resources", agent::resources));
                step(() -> count("resource_templates", agent::resourceTemplates));
            }
            if (offered.hasNonNull("prompts")) {
                step(() -> count("prompts", agent::prompts));
            }
        }
    }

    private void count(String name, Supplier<ArrayNode> list) {
        counts.put(name, list.get().size());
    }

    /** The exit code of the first problem. */
    ExitCode exit() {
        return problems.isEmpty() ? ExitCode.OK : problems.getFirst().code();
    }

    /** For people. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("endpoint            " + target);
        if (signIn != null) {
            lines.add("sign-in             " + signIn.line());
        }
        if (hello.isObject()) {
            var server = hello.path("serverInfo");
            lines.add("server              " + server.path("name").asText() + ' '
                    + server.path("version").asText());
            lines.add("protocol revision   " + hello.path("protocolVersion").asText());
        }
        counts.properties().forEach(count -> {
            var size = count.getKey().equals("tools") ? ", " + size() : "";
            lines.add(String.format(
                    Locale.ROOT,
                    "%-19s %d%s",
                    count.getKey().replace('_', ' '),
                    count.getValue().asInt(),
                    size));
        });
        problems.forEach(problem -> {
            lines.add("problem             " + problem.lines().getFirst());
            problem.lines().stream().skip(1).forEach(line -> lines.add(" ".repeat(18) + line));
        });
        if (problems.isEmpty()) {
            lines.add("problems            none");
        }
        return lines;
    }

    private String size() {
        return String.format(Locale.ROOT, "%,d bytes, about %,d tokens", toolBytes, toolBytes / BYTES_PER_TOKEN);
    }

    /** For programs. */
    ObjectNode tree() {
        var tree = JsonNodeFactory.instance.objectNode().put("endpoint", target.toString());
        if (signIn != null) {
            tree.set("sign_in", signIn.tree());
        }
        if (hello.isObject()) {
            tree.set("server", hello.path("serverInfo"));
            tree.set("protocol_version", hello.path("protocolVersion"));
        }
        tree.setAll(counts);
        if (counts.has("tools")) {
            tree.put("tools_bytes", toolBytes).put("tools_tokens_approximate", toolBytes / BYTES_PER_TOKEN);
        }
        problems.forEach(problem -> tree.withArray("problems").add(problem.problem()));
        return tree;
    }
}
