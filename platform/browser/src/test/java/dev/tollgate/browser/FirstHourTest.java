package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does in the first hour, with a browser only; and what goes wrong on the way. */
class FirstHourTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();

    private final Chromium chromium = new Chromium();
    private final BrowserContext context = chromium.context(1440, ColorScheme.LIGHT);
    private final Page page = chromium.page(context);

    @BeforeEach
    void signIn() {
        Chromium.signIn(page, CONSOLE);
    }

    @AfterEach
    void close() {
        chromium.close();
        assertThat(chromium.complaints()).isEmpty();
    }

    /** A new tenant with a workspace; leaves the page at the workspace. */
    private String workspace(String name) {
        page.navigate(CONSOLE.url() + "/console/tenants/new");
        page.getByLabel("Name").fill(name);
        page.getByLabel("team").check();
        page.getByLabel("Plan").fill("business");
        submit();
        page.getByText("Create a workspace").first().click();
        page.getByLabel("Name").fill(name + " production");
        submit();
        return page.url().replaceFirst("\\?.*", "");
    }

    private void submit() {
        page.locator("main form button[type=submit]").click();
    }

    private String key(String workspace) {
        page.navigate(workspace + "/api-keys/new");
        page.getByLabel("Name").fill("server");
        page.getByLabel("usage:read").check();
        submit();
        return page.locator(".secret").textContent();
    }

    @Test
    void from_the_empty_installation_to_the_look_up_of_a_request() throws Exception {
        var workspace = workspace("First");
        var secret = key(workspace);

        var call = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(CONSOLE.url() + "/v1/workspace"))
                                .header("Authorization", "Bearer " + secret)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        var requestId = call.headers().firstValue("X-Request-Id").orElseThrow();
        page.navigate(workspace + "/requests/" + requestId);
        for (int i = 0; i < 50 && page.getByText("Timeline").count() == 0; i++) {
            page.waitForTimeout(100);
            page.reload();
        }

        assertThat(call.statusCode()).isEqualTo(200);
        assertThat(page.getByText("Timeline").count()).isEqualTo(1);
    }

    @Test
    void a_key_is_revoked_and_the_list_says_so() {
        var workspace = workspace("Revoked");
        var _ = key(workspace);
        page.navigate(workspace + "/api-keys");
        page.locator("a.row").first().click();

        page.locator("ul.buttons").getByText("Revoke").click();
        submit();

        assertThat(page.locator(".status").first().textContent()).contains("revoked");
    }

    @Test
    void two_people_edit_one_record_and_the_second_chooses() {
        var workspace = workspace("Conflict");
        var _ = key(workspace);
        page.navigate(workspace + "/api-keys");
        page.locator("a.row").first().click();
        var record = page.url();
        var other = chromium.page(context);
        other.navigate(record + "/edit");
        page.navigate(record + "/edit");
        page.getByLabel("Name").fill("mine");
        other.getByLabel("Name").fill("theirs");
        other.locator("main form button[type=submit]").click();

        submit();

        assertThat(page.getByText("Another person saved").textContent()).contains("theirs");
        assertThat(page.getByLabel("Name").inputValue()).isEqualTo("mine");
        submit();
        assertThat(page.url()).startsWith(record);
        assertThat(page.getByText("mine").count()).isPositive();
    }

    @Test
    void what_was_typed_survives_a_session_that_ended() {
        var workspace = workspace("Ended");
        page.navigate(workspace + "/api-keys/new");
        page.getByLabel("Name").fill("kept");
        context.clearCookies();

        submit();
        page.getByLabel("Operator token").fill(CONSOLE.operatorToken());
        page.getByText("Sign in as an operator").click();
        page.waitForURL("**/api-keys/new");

        assertThat(page.getByLabel("Name").inputValue()).isEqualTo("kept");
    }

    @Test
    void the_palette_leads_to_a_workspace_by_its_name() {
        var workspace = workspace("Palette");
        page.navigate(CONSOLE.url() + "/console");

        page.keyboard().press("Control+k");
        page.getByLabel("Page, workspace, action or id").fill("Palette production");
        page.locator(".found a").first().click();
        page.waitForURL("**/workspaces/**");

        assertThat(page.url()).isEqualTo(workspace);
    }
}
