package dev.tollgate.gateway.story;

import static dev.tollgate.gateway.story.StoryWorkspace.done;
import static dev.tollgate.gateway.story.StoryWorkspace.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A customer's way through the modules: a lead arrives and is converted, a ticket is answered, an invoice is paid, and
 * what happened is found again.
 */
class CustomerStoryTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, Object> PAID = Map.of(
            "source", Map.of("record", "crm.payment"),
            "measures", List.of(Map.of("op", "sum", "of", "amount_cents")),
            "time", Map.of("last", Map.of("n", 7, "unit", "day"), "grain", "day"));
    private static final Map<String, Object> POSTS = Map.of(
            "type", "object",
            "properties", Map.of("body", Map.of("type", "string")),
            "required", List.of("body"));

    private final StoryWorkspace workspace =
            StoryWorkspace.with(List.of("crm", "tasks", "support", "activity", "cms", "bi"));

    @Test
    void a_server_takes_a_customer_from_a_lead_to_a_payment() {
        var lead = workspace.post(
                "/v1/leads", Map.of("name", "Ada Lovelace", "email", "ada@kestrel.example", "company_name", "Kestrel"));
        var converted =
                workspace.post("/v1/leads/" + lead + "/convert", Map.of("deal", Map.of("title", "Licences")), 200);
        var contact = converted.getJsonObject("contact").getString("id");
        var deal = converted.getJsonObject("deal").getString("id");
        var queue = workspace.post("/v1/support/queues", Map.of("name", "Care"));
        var ticket = workspace.post(
                "/v1/support/tickets", Map.of("subject", "It stops", "queue_id", queue, "contact_id", contact));
        var _ = workspace.post(
                "/v1/support/tickets/" + ticket + "/messages", Map.of("direction", "outbound", "body", "We look."));
        var invoice = workspace.post(
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
        var _ = workspace.post("/v1/payments", Map.of("invoice_id", invoice, "amount_cents", 124999));
        var _ = workspace.post("/v1/tasks", Map.of("title", "Thank Ada", "ticket_id", ticket, "invoice_id", invoice));
        var _ = workspace.post(
                "/v1/activities",
                Map.of("type", "call", "summary", "Thanked Ada", "contact_id", contact, "lead_id", lead));

        assertThat(workspace.get("/v1/invoices/" + invoice).data().getString("status"))
                .isEqualTo("paid");
        assertThat(workspace.get("/v1/support/tickets/" + ticket).data().getString("status"))
                .isEqualTo("open");
        assertThat(workspace.get("/v1/tasks?invoice_id=" + invoice).list()).hasSize(1);
        assertThat(workspace.get("/v1/activities?lead_id=" + lead).list()).hasSize(1);
        assertThat(workspace
                        .post("/v1/bi/query", Map.of("query", PAID), 200)
                        .getJsonArray("series")
                        .getJsonObject(0)
                        .getInteger("total"))
                .isEqualTo(124999);
        Eventually.within(
                SOON,
                () -> assertThat(workspace
                                .get("/v1/activities?timeline=true&contact_id=" + contact)
                                .list())
                        .hasSizeGreaterThan(3));
    }

    @Test
    void an_agent_does_the_same_by_tools_and_names() {
        try (var agent = workspace.agent()) {
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
        var slug = "site-" + UUID.randomUUID().toString().substring(0, 8);

        var site = workspace.post("/v1/cms/sites", Map.of("name", "Example", "slug", slug));
        var collection = workspace.post(
                "/v1/cms/collections", Map.of("site_id", site, "key", "posts", "name", "Posts", "schema", POSTS));
        var entry = workspace.post(
                "/v1/cms/entries",
                Map.of("collection_id", collection, "title", "Welcome", "fields", Map.of("body", "Since 1843.")));
        assertThat(workspace.get("/v1/cms/sites/" + slug + "/published").list()).isEmpty();
        var _ = workspace.post("/v1/cms/entries/" + entry + "/publish", Map.of(), 200);

        assertThat(workspace
                        .get("/v1/cms/sites/" + slug + "/published?preview=true")
                        .list())
                .hasSize(1);
    }

    @Test
    void an_agent_publishes_content_by_tools() {
        var slug = "site-" + UUID.randomUUID().toString().substring(0, 8);
        try (var agent = workspace.agent()) {
            var site = done(agent, "create_site", Map.of("name", "Example", "slug", slug));
            var collection = done(
                    agent,
                    "create_collection",
                    Map.of("site_id", site.getString("id"), "key", "posts", "name", "Posts", "schema", POSTS));
            var entry = done(
                    agent,
                    "create_entry",
                    Map.of(
                            "collection_id", collection.getString("id"),
                            "title", "Welcome",
                            "fields", Map.of("body", "Since 1843.")));
            assertThat(found(agent, "list_published_entries", Map.of("slug", slug)))
                    .isEmpty();

            var _ = done(agent, "publish_entry", Map.of("id", entry.getString("id")));

            Eventually.within(
                    SOON,
                    () -> assertThat(found(agent, "list_published_entries", Map.of("slug", slug)))
                            .hasSize(1));
        }
    }
}
