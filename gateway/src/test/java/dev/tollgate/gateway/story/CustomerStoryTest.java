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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A customer's way through the modules: a lead arrives and is converted, a ticket is answered, an invoice is paid, and
 * what happened is found again.
 */
class CustomerStoryTest {

    private static final String[] SCOPES = {
        "crm:read",
        "crm:write",
        "tasks:read",
        "tasks:write",
        "support:read",
        "support:write",
        "activity:read",
        "activity:write",
        "cms:read",
        "cms:write"
    };

    private final GatewayFixture gateway = GatewayFixture.shared();
    private GatewayFixture.Prepared workspace;

    @BeforeEach
    void prepare() {
        workspace = gateway.tenant("team");
        List.of("crm", "tasks", "support", "activity", "cms").forEach(module -> workspace.module(module, true));
    }

    @Test
    void a_server_takes_a_customer_from_a_lead_to_a_payment() {
        var key = workspace.apiKey(SCOPES).getString("secret");

        var lead = post(
                key,
                "/v1/leads",
                Map.of("name", "Ada Lovelace", "email", "ada@kestrel.example", "company_name", "Kestrel"));
        var converted = post(key, "/v1/leads/" + lead + "/convert", Map.of("deal", Map.of("title", "Licences")), 200);
        var contact = converted.getJsonObject("contact").getString("id");
        var deal = converted.getJsonObject("deal").getString("id");
        var queue = post(key, "/v1/support/queues", Map.of("name", "Care"));
        var ticket = post(
                key, "/v1/support/tickets", Map.of("subject", "It stops", "queue_id", queue, "contact_id", contact));
        var _ = post(
                key,
                "/v1/support/tickets/" + ticket + "/messages",
                Map.of("direction", "outbound", "body", "We look."));
        var invoice = post(
                key,
                "/v1/invoices",
                Map.of(
                        "contact_id",
                        contact,
                        "deal_id",
                        deal,
                        "currency",
                        "EUR",
                        "lines",
                        List.of(Map.of(
                                "description", "Licence", "quantity", 3, "unit_price_cents", 33333, "tax_rate", 25))));
        var _ = post(key, "/v1/payments", Map.of("invoice_id", invoice, "amount_cents", 124999));
        var _ = post(key, "/v1/tasks", Map.of("title", "Thank Ada", "ticket_id", ticket, "invoice_id", invoice));
        var _ = post(
                key,
                "/v1/activities",
                Map.of("type", "call", "summary", "Thanked Ada", "contact_id", contact, "lead_id", lead));

        assertThat(get(key, "/v1/invoices/" + invoice).data().getString("status"))
                .isEqualTo("paid");
        assertThat(get(key, "/v1/support/tickets/" + ticket).data().getString("status"))
                .isEqualTo("open");
        assertThat(get(key, "/v1/tasks?invoice_id=" + invoice).list()).hasSize(1);
        assertThat(get(key, "/v1/activities?lead_id=" + lead).list()).hasSize(1);
    }

    @Test
    void an_agent_does_the_same_by_tools_and_names() {
        try (var agent = agent()) {
            var lead = done(
                    agent,
                    "create_lead",
                    Map.of("name", "Ada Lovelace", "email", "ada@kestrel.example", "company_name", "Kestrel"));
            var converted = done(agent, "convert_lead", Map.of("id", lead.getString("id")));
            var contact = converted.getJsonObject("contact").getString("id");
            var _ = done(agent, "create_queue", Map.of("name", "Care"));
            var ticket = done(
                    agent, "create_ticket", Map.of("subject", "It stops", "queue", "Care", "contact", "Ada Lovelace"));
            var _ = done(
                    agent,
                    "add_ticket_message",
                    Map.of(
                            "ticket",
                            "It stops",
                            "direction",
                            "outbound",
                            "body",
                            "We look.",
                            "set_status",
                            "resolved"));
            var invoice = done(
                    agent,
                    "create_invoice",
                    Map.of(
                            "contact", "Ada Lovelace",
                            "currency", "EUR",
                            "lines",
                                    List.of(Map.of(
                                            "description", "Licence", "quantity", 1, "unit_price_cents", 1000))));
            var _ = done(
                    agent,
                    "record_payment",
                    Map.of(
                            "invoice", invoice.getString("number"),
                            "amount_cents", 1000,
                            "idempotency_key", UUID.randomUUID().toString()));
            var _ = done(
                    agent,
                    "log_activity",
                    Map.of("type", "agent_action", "summary", "Settled it", "contact_id", contact));

            assertThat(done(agent, "get_invoice", Map.of("id", invoice.getString("id")))
                            .getString("status"))
                    .isEqualTo("paid");
            assertThat(done(agent, "get_ticket", Map.of("id", ticket.getString("id")))
                            .getString("status"))
                    .isEqualTo("resolved");
            assertThat(found(agent, "search_activities", Map.of("contact", "Ada Lovelace")))
                    .hasSize(1);
        }
    }

    @Test
    void an_editor_publishes_content_that_a_site_reads() {
        var key = workspace.apiKey(SCOPES).getString("secret");
        var slug = "site-" + UUID.randomUUID().toString().substring(0, 8);
        var schema = Map.of(
                "type", "object",
                "properties", Map.of("body", Map.of("type", "string")),
                "required", List.of("body"));

        var site = post(key, "/v1/cms/sites", Map.of("name", "Example", "slug", slug));
        var collection = post(
                key, "/v1/cms/collections", Map.of("site_id", site, "key", "posts", "name", "Posts", "schema", schema));
        var entry = post(
                key,
                "/v1/cms/entries",
                Map.of("collection_id", collection, "title", "Welcome", "fields", Map.of("body", "Since 1843.")));
        assertThat(get(key, "/v1/cms/sites/" + slug + "/published").list()).isEmpty();
        var _ = post(key, "/v1/cms/entries/" + entry + "/publish", Map.of(), 200);

        assertThat(get(key, "/v1/cms/sites/" + slug + "/published?preview=true").list())
                .hasSize(1);
    }

    private String post(String key, String path, Map<String, ?> body) {
        return post(key, path, body, 201).getString("id");
    }

    private JsonObject post(String key, String path, Map<String, ?> body, int status) {
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

    private Reply get(String key, String path) {
        return gateway.call("GET", path, key, null).expect(200);
    }

    private McpSyncClient agent() {
        var token = workspace.mcpClient(SCOPES).getString("secret");
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

    private static JsonObject done(McpSyncClient agent, String tool, Map<String, Object> arguments) {
        return answer(agent, tool, arguments).getJsonObject("data");
    }

    private static JsonArray found(McpSyncClient agent, String tool, Map<String, Object> arguments) {
        return answer(agent, tool, arguments).getJsonArray("data");
    }

    private static JsonObject answer(McpSyncClient agent, String tool, Map<String, Object> arguments) {
        var result = agent.callTool(
                McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
        assertThat(result.isError()).as(tool + ' ' + result.content()).isFalse();
        return JsonObject.mapFrom(result.structuredContent());
    }
}
