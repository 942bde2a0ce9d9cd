package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator does in the first hour, with a browser only, on an installation that has nothing yet. */
@Tag("beyond-jdk")
class FirstHourTest {

    private final RunningConsole console = RunningConsole.empty();
    private final Receiver receiver = new Receiver();
    private Visitor operator;

    @BeforeEach
    void signIn() {
        operator = Visitor.operator(console);
    }

    @AfterEach
    void close() {
        receiver.close();
        operator.close();
    }

    @Test
    void an_operator_gets_from_the_empty_installation_to_the_look_up_of_a_request_by_links_alone() {
        makeTenant();
        var workspace = makeWorkspace();
        operator.follow("Switch a module on");
        switchOn(workspace, "tasks");
        switchOn(workspace, "integrations");
        var key = makeCredential(workspace, "Create an API key for a server", "Create an API key");
        var agent = makeCredential(workspace, "Create an MCP client for an agent", "Create an MCP client");
        topUp();
        makeWebhook(workspace);

        var call = console.call(key, "POST", "/v1/tasks", Map.of("title", "The first write"));
        assertThat(call.status()).isEqualTo(201);
        assertThat(agent).startsWith("tgm_");
        lookUp(call.requestId());

        operator.reloadUntil("the call with its usage", () -> operator.text().contains("usage: rest.write"));
        assertThat(operator.text())
                .contains("Timeline", "call: create_task, ok", "audit: task.create, ok", "delivery: task.created");
        operator.reloadUntil("the delivery", () -> operator.text().contains("delivery: task.created, succeeded"));
        assertThat(receiver.ids()).hasSize(1);
    }

    private void makeTenant() {
        assertThat(operator.text()).contains("You are an operator");
        operator.follow("Tenants");
        assertThat(operator.text()).contains("Nothing here yet");
        operator.follow("Create a tenant");
        operator.fill("name", "Acme");
        operator.choice("kind", "team").check();
        operator.fill("plan", "team");
        operator.press("Create a tenant");
        assertThat(operator.text()).contains("Done: Create a tenant", "Acme");
    }

    /** Leaves the browser at its overview; gives the path of it. */
    private String makeWorkspace() {
        operator.follow("Workspaces");
        assertThat(operator.text()).contains("Nothing here yet");
        operator.follow("Create a workspace");
        operator.fill("name", "Acme production");
        operator.press("Create a workspace");
        assertThat(operator.text()).contains("First steps");
        return operator.path();
    }

    private void switchOn(String workspace, String module) {
        operator.open(workspace + "/modules");
        operator.leaving(() -> operator.page()
                .locator("a[href$='/modules/" + module + "/edit']")
                .first()
                .click());
        operator.field("enabled").check();
        operator.press("Enable or disable a module");
        assertThat(operator.text()).contains("Done: Enable or disable a module");
    }

    /** The secret of a new credential. */
    private String makeCredential(String workspace, String step, String button) {
        operator.open(workspace);
        operator.follow(step);
        operator.fill("name", "first");
        operator.choice("scopes", "tasks:read").check();
        operator.choice("scopes", "tasks:write").check();
        operator.press(button);
        assertThat(operator.text()).contains("Shown only now");
        return operator.page().locator(".secret").textContent();
    }

    private void topUp() {
        operator.follow("Acme");
        operator.follow("Add money to the prepaid balance");
        operator.fill("amount_micros", "5");
        operator.press("Add money to the prepaid balance");
        operator.follow("Billing");
        operator.reloadUntil("the top-up", () -> operator.text().contains("$5.00"));
    }

    private void makeWebhook(String workspace) {
        operator.open(workspace);
        operator.follow("Webhooks");
        operator.follow("Create a webhook");
        operator.fill("name", "First hour");
        operator.fill("url", receiver.url());
        operator.fill("event_types", "task.*");
        operator.press("Create a webhook");
        assertThat(operator.page().locator(".secret").textContent()).startsWith("whsec_");
    }

    /** By the palette, as somebody does who was told the id. */
    private void lookUp(String requestId) {
        operator.page().keyboard().press("Control+k");
        operator.page().locator(".palette input").fill(requestId);
        operator.leaving(() -> operator.link(requestId).click());
        operator.reloadUntil("the request", () -> operator.text().contains("Timeline"));
    }
}
