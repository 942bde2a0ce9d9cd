package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Java SDK's own client against the endpoint. */
class SdkClientTest {

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final Queue<McpSchema.ProgressNotification> progress = new ConcurrentLinkedQueue<>();
    private McpSyncClient client;

    @BeforeEach
    void connect() {
        var workspace = gateway.tenant("team").module("tasks", true);
        var token = workspace.mcpClient("tasks:write", "usage:read").getString("secret");
        var transport = HttpClientStreamableHttpTransport.builder(gateway.base().toString())
                .endpoint("/mcp/" + workspace.workspace() + "?output_schemas=true")
                .httpRequestCustomizer((request, _, _, _, _) -> request.header("Authorization", "Bearer " + token))
                .build();
        client = McpClient.sync(transport)
                .clientInfo(McpSchema.Implementation.builder("tests", "1").build())
                .progressConsumer(progress::add)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void it_negotiates_the_newest_legacy_revision() {
        var hello = client.initialize();

        assertThat(hello.protocolVersion()).isEqualTo("2025-11-25");
        assertThat(hello.serverInfo().name()).isEqualTo("tollgate");
    }

    @Test
    void it_sees_what_it_may_call_in_order() {
        var _ = client.initialize();

        var names =
                client.listTools().tools().stream().map(McpSchema.Tool::name).toList();

        assertThat(names).isSorted().contains("create_task", "delete_task", "get_workspace", "list_usage");
        assertThat(names).doesNotContain("list_tasks", "list_audit_events");
    }

    @Test
    void it_calls_a_tool_and_gets_what_the_output_schema_says() {
        var _ = client.initialize();
        var _ = client.listTools();

        var result = client.callTool(McpSchema.CallToolRequest.builder("create_task")
                .arguments(Map.of("title", "Call Ada"))
                .build());

        assertThat(result.isError()).isFalse();
        assertThat(result.structuredContent()).isInstanceOfSatisfying(Map.class, envelope -> {
            assertThat(envelope).containsKeys("data", "request_id");
        });
    }

    @Test
    void a_dry_run_is_marked_and_has_what_the_output_schema_says() {
        var _ = client.initialize();
        var _ = client.listTools();

        var one = client.callTool(McpSchema.CallToolRequest.builder("create_task")
                .arguments(Map.of("title", "Call Ada", "dry_run", true))
                .build());
        var several = client.callTool(McpSchema.CallToolRequest.builder("create_tasks")
                .arguments(Map.of("items", List.of(Map.of("title", "Call Ada")), "dry_run", true))
                .build());

        assertThat(List.of(one, several)).allSatisfy(result -> {
            assertThat(result.isError()).isFalse();
            assertThat(result.structuredContent()).isInstanceOfSatisfying(Map.class, envelope -> {
                assertThat(envelope).containsEntry("dry_run", true);
                assertThat(envelope.get("data").toString()).contains("Call Ada").doesNotContain("tsk_");
            });
        });
    }

    @Test
    void a_refused_call_is_an_error_result_and_no_exception() {
        var _ = client.initialize();

        var result = client.callTool(McpSchema.CallToolRequest.builder("list_tasks")
                .arguments(Map.of())
                .build());

        assertThat(result.isError()).isTrue();
        assertThat(result.meta()).containsKey("dev.tollgate/problem");
        assertThat(result.structuredContent()).isNull();
    }

    @Test
    void an_unknown_tool_is_an_exception() {
        var _ = client.initialize();

        assertThatThrownBy(() -> {
                    var _ = client.callTool(McpSchema.CallToolRequest.builder("make_coffee")
                            .arguments(Map.of())
                            .build());
                })
                .isInstanceOfSatisfying(
                        McpError.class,
                        error -> assertThat(error.getJsonRpcError().code()).isEqualTo(-32602));
    }

    @Test
    void it_reads_a_resource_and_gets_a_prompt() {
        var _ = client.initialize();

        var read = client.readResource(
                McpSchema.ReadResourceRequest.builder("tollgate://workspace").build());
        var prompt = client.getPrompt(McpSchema.GetPromptRequest.builder("explain_usage")
                .arguments(Map.of("group_by", "day"))
                .build());

        assertThat(read.contents().getFirst())
                .isInstanceOfSatisfying(
                        McpSchema.TextResourceContents.class,
                        contents -> assertThat(contents.text()).contains("\"modules\""));
        assertThat(prompt.messages().getFirst().content())
                .isInstanceOfSatisfying(
                        McpSchema.TextContent.class,
                        content -> assertThat(content.text()).contains("list_usage"));
    }

    @Test
    void it_is_told_how_far_a_batch_is() {
        var _ = client.initialize();

        var result = client.callTool(batch("p-1"));

        assertThat(result.isError()).isFalse();
        Eventually.within(Duration.ofSeconds(20), () -> assertThat(progress).hasSize(10));
        assertThat(progress).allSatisfy(told -> {
            assertThat(told.progressToken()).isEqualTo("p-1");
            assertThat(told.total()).isEqualTo(100);
        });
        assertThat(progress)
                .as("this client hands on what it hears in several threads")
                .extracting(McpSchema.ProgressNotification::progress)
                .containsExactlyInAnyOrder(10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0);
    }

    @Test
    void a_call_it_gives_up_costs_the_next_one_nothing() {
        var _ = client.initialize();
        var caller = Thread.currentThread();

        caller.interrupt();
        assertThatThrownBy(() -> {
                    var _ = client.callTool(batch("p-2"));
                })
                .isInstanceOf(RuntimeException.class);
        var _ = Thread.interrupted();
        var next = client.callTool(McpSchema.CallToolRequest.builder("get_workspace")
                .arguments(Map.of())
                .build());

        assertThat(next.isError()).isFalse();
    }

    private static McpSchema.CallToolRequest batch(String progressToken) {
        var items = IntStream.range(0, 100)
                .mapToObj(at -> Map.of("title", "Task " + at))
                .toList();
        return McpSchema.CallToolRequest.builder("create_tasks")
                .arguments(Map.of("items", items))
                .progressToken(progressToken)
                .build();
    }
}
