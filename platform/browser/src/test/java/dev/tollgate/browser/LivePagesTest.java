package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pages that show what changes while they are open. */
@Tag("beyond-jdk")
class LivePagesTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();

    private final Company company = Company.bare(CONSOLE, "Live", "business");
    private final Visitor operator = Visitor.operator(CONSOLE);
    private String key;

    @BeforeEach
    void prepare() {
        company.switchOn("tasks");
        key = company.key("tasks:write");
    }

    @AfterEach
    void close() {
        operator.close();
    }

    private void awaitState(String words) {
        operator.page()
                .locator("[data-live-state]")
                .filter(new Locator.FilterOptions().setHasText(words))
                .waitFor();
    }

    private void call() {
        var _ = CONSOLE.call(key, "POST", "/v1/tasks", Map.of("title", "Call Ada"))
                .expect(201);
    }

    @Test
    void a_call_appears_without_the_page_being_opened_again() {
        operator.open(company.at("/usage"));
        awaitState("live");
        var _ = operator.page().evaluate("() => { window.isSame = true; }");

        call();

        operator.page().locator("#list td").getByText("$0.0001").first().waitFor();
        assertThat(operator.page().evaluate("() => window.isSame")).isEqualTo(true);
    }

    @Test
    void what_is_typed_stays_while_the_page_changes_around_it() {
        operator.open(company.at("/audit-events"));
        awaitState("live");
        operator.page().locator("details.filters summary").click();
        operator.fill("action", "task.");

        call();

        operator.page().locator("#list td").getByText("task.create").first().waitFor();
        assertThat(operator.field("action").inputValue()).isEqualTo("task.");
    }

    @Test
    void a_page_whose_session_has_ended_elsewhere_is_live_no_more() {
        operator.open(company.at("/usage"));
        awaitState("live");

        try (var other = operator.context().newPage()) {
            var _ = other.navigate(CONSOLE.url() + "/console");
            other.getByText("Sign out").click();
            other.locator("[name=token]").waitFor();
        }

        awaitState("not live");
    }
}
