package dev.tollgate.standalone.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Java SDK's client of one endpoint. Results are trees: fields that this build does not know are shown too. Every
 * method blocks and fails with {@link McpFailure} only.
 */
final class AgentClient implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final int ANSWER_BYTES_MAX = 64 << 20;
    private static final int PAGES_MAX = 1_000;

    private final JsonMapper mapper = new JsonMapper();
    private final McpTarget target;
    private final McpSyncClient client;

    AgentClient(McpTarget target) {
        this.target = target;
        var token = target.token();
        var transport = HttpClientStreamableHttpTransport.builder(target.origin())
                .endpoint(target.path())
                .connectTimeout(Probe.CONNECT_MAX)
                .maxResponseSize(ANSWER_BYTES_MAX)
                .addHttpRequestCustomizer((request, _, _, _, _) -> {
                    if (token != null) {
                        request.header("Authorization", "Bearer " + token);
                    }
                })
                .build();
        client = McpClient.sync(transport)
                .clientInfo(
                        McpSchema.Implementation.builder("tollgate-mcp", "1").build())
                .requestTimeout(ANSWER_MAX)
                .initializationTimeout(ANSWER_MAX)
                .build();
    }

    /** The result of {@code initialize}, which must come first. */
    JsonNode initialize() {
        return asked(client::initialize);
    }

    ArrayNode tools() {
        return all("tools", client::listTools);
    }

    ArrayNode resources() {
        return all("resources", client::listResources);
    }

    ArrayNode resourceTemplates() {
        return all("resourceTemplates", client::listResourceTemplates);
    }

    ArrayNode prompts() {
        return all("prompts", client::listPrompts);
    }

    /**
     * The result of a call, also where {@code isError} is true.
     *
     * @param arguments a JSON object
     */
    JsonNode call(String tool, String arguments) {
        return asked(() -> client.callTool(McpSchema.CallToolRequest.builder(tool)
                .arguments(new JacksonMcpJsonMapper(mapper), arguments)
                .build()));
    }

    private ArrayNode all(String member, Function<@Nullable String, Object> list) {
        var all = JsonNodeFactory.instance.arrayNode();
        String cursor = null;
        for (int page = 0; page < PAGES_MAX; page++) {
            var from = cursor;
            var tree = asked(() -> list.apply(from));
            tree.path(member).forEach(all::add);
            if (!tree.hasNonNull("nextCursor")) {
                return all;
            }
            cursor = tree.path("nextCursor").asText();
        }
        throw McpFailure.unusable("The list has more than " + PAGES_MAX + " pages.");
    }

    private JsonNode asked(Supplier<Object> exchange) {
        try {
            return mapper.valueToTree(exchange.get());
        } catch (RuntimeException failed) {
            throw SdkFailures.explained(failed, target);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
