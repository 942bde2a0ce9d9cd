package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Request;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A call that is tried out: made by a form, sent by the page with a key that was pasted. */
@Tag("beyond-jdk")
class PlaygroundTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();

    private final Company company = Company.bare(CONSOLE, "Playground", "business");
    private final Visitor operator = Visitor.operator(CONSOLE);
    private String key;

    @BeforeEach
    void prepare() {
        company.switchOn("tasks");
        key = company.key("tasks:write", "usage:read");
        operator.open(company.at("/playground"));
        var _ = operator.field("operation").selectOption("create_task");
        operator.press("Show");
    }

    @AfterEach
    void close() {
        operator.close();
    }

    private void send(String credential) {
        operator.fill("title", "Call Ada");
        operator.button("Prepare the request").click();
        operator.page().locator("[data-call]").waitFor();
        operator.page().locator("#credential").fill(credential);
        operator.button("Send").click();
        operator.page().locator("[data-play-answer] dl").waitFor();
    }

    private String answer() {
        return operator.page().locator("[data-play-answer]").innerText();
    }

    @Test
    void a_call_is_sent_through_every_gate_and_leads_to_its_request() {
        send(key);

        assertThat(answer()).contains("201", "Call Ada", "Charge", "$0.0001", "Balance");
        operator.leaving(() -> operator.page()
                .locator("[data-play-answer] a[href*='/requests/']")
                .click());
        operator.reloadUntil("the call", () -> operator.text().contains("call: create_task"));
    }

    @Test
    void a_refusal_leads_to_the_page_of_its_code() {
        operator.willBeRefused("/v1/tasks");

        send(company.key("usage:read"));

        assertThat(answer()).contains("403");
        assertThat(operator.page()
                        .locator("[data-play-answer] a[href='/docs/errors/missing_required_scope']")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void the_key_goes_into_the_call_and_nowhere_else() {
        List<Request> requests = new CopyOnWriteArrayList<>();
        operator.page().onRequest(requests::add);

        send(key);

        var withKey = requests.stream()
                .filter(request -> request.allHeaders().toString().contains(key)
                        || request.url().contains(key)
                        || String.valueOf(request.postData()).contains(key))
                .map(Request::url)
                .toList();
        assertThat(withKey).containsExactly(CONSOLE.url() + "/v1/tasks");
        assertThat(requests.stream()
                        .filter(request -> request.url().endsWith("/v1/tasks"))
                        .map(request -> request.allHeaders().containsKey("cookie")))
                .containsExactly(false);
        assertThat(String.valueOf(operator.page()
                        .evaluate(
                                "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")))
                .doesNotContain(key);
        var _ = operator.page().reload();
        assertThat(operator.page().locator("#credential").inputValue()).isEmpty();
    }
}
