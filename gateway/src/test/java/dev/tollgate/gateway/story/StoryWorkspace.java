package dev.tollgate.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A workspace with some modules, a server that calls it by REST, and an agent that calls it by the SDK's client. */
record StoryWorkspace(GatewayFixture gateway, GatewayFixture.Prepared workspace, String[] scopes, String key) {

    static StoryWorkspace with(List<String> modules) {
        var gateway = GatewayFixture.shared();
        var workspace = gateway.tenant("business");
        modules.forEach(module -> workspace.module(module, true));
        var scopes = modules.stream()
                .flatMap(module -> Stream.of(module + ":read", module + ":write"))
                .toArray(String[]::new);
        return new StoryWorkspace(
                gateway, workspace, scopes, workspace.apiKey(scopes).getString("secret"));
    }

    /** Creates a record; its id. */
    String post(String path, Map<String, ?> body) {
        return post(path, body, 201).getString("id");
    }

    JsonObject post(String path, Map<String, ?> body, int status) {
        return gateway.call(
                        "POST",
                        path,
                        key,
                        JsonObject.mapFrom(body),
                        "Idempotency-Key",
                        UUID.randomUUID().toString())
                .expect(status)
                .data();
    }

    Reply get(String path) {
        return gateway.call("GET", path, key, null).expect(200);
    }

    McpSyncClient agent() {
        var token = workspace.mcpClient(scopes).getString("secret");
        var transport = HttpClientStreamableHttpTransport.builder(gateway.base().toString())
                .endpoint("/mcp/" + workspace.workspace())
                .httpRequestCustomizer((request, _, _, _, _) -> request.header("Authorization", "Bearer " + token))
                .build();
        var client = McpClient.sync(transport)
                .clientInfo(McpSchema.Implementation.builder("story", "1").build())
                .build();
        var _ = client.initialize();
        return client;
    }

    static JsonObject done(McpSyncClient agent, String tool, Map<String, Object> arguments) {
        return answer(agent, tool, arguments).getJsonObject("data");
    }

    static JsonArray found(McpSyncClient agent, String tool, Map<String, Object> arguments) {
        return answer(agent, tool, arguments).getJsonArray("data");
    }

    private static JsonObject answer(McpSyncClient agent, String tool, Map<String, Object> arguments) {
        var result = agent.callTool(
                McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
        assertThat(result.isError()).as(tool + ' ' + result.content()).isFalse();
        return JsonObject.mapFrom(result.structuredContent());
    }
}
