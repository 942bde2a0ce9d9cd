package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Webhooks from the browser: what failed, what waits, what is sent again. */
@Tag("beyond-jdk")
class WebhookPagesTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();
    private static final int EVENTS = 3;

    private final Company company = Company.bare(CONSOLE, "Webhooks", "business");
    private final Receiver receiver = new Receiver();
    private String key;
    private Visitor operator;

    @BeforeEach
    void prepare() {
        company.switchOn("tasks");
        company.switchOn("integrations");
        key = company.key("tasks:write");
        operator = Visitor.operator(CONSOLE);
    }

    @AfterEach
    void close() {
        operator.close();
        receiver.close();
    }

    private void writes(int count) {
        for (int at = 0; at < count; at++) {
            assertThat(CONSOLE.call(key, "POST", "/v1/tasks", Map.of("title", "task " + at))
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void past_events_are_replayed_once_each_and_the_page_tells_when_it_is_done() {
        var webhook = company.webhook(receiver, "Orders", 10);
        writes(EVENTS);
        Await.until("all events", () -> receiver.ids().size() == EVENTS);
        var before = new HashSet<>(receiver.ids());

        operator.open(company.at("/webhook-replays"));
        operator.follow("Replay past events to a webhook");
        operator.fill("webhook_id", webhook);
        operator.press("Replay past events to a webhook");
        operator.reloadUntil("that it is done", () -> operator.hasStatus("done"));

        Await.until("all events again", () -> receiver.ids().size() == 2 * EVENTS);
        assertThat(new HashSet<>(receiver.ids().subList(EVENTS, 2 * EVENTS))).isEqualTo(before);
    }

    @Test
    void a_failed_delivery_shows_its_attempt_and_succeeds_when_it_is_retried_by_hand() {
        var _ = company.webhook(receiver, "Orders", 1);
        receiver.answer(500);
        writes(1);
        operator.open(company.at("/webhook-deliveries"));
        operator.reloadUntil("a failed delivery", () -> operator.hasStatus("failed"));
        operator.leaving(() -> operator.page().locator("a.row").first().click());
        assertThat(operator.text()).contains("Attempts", "500");
        assertThat(operator.page().locator("svg[role=img]").count()).isPositive();

        receiver.answer(200);
        operator.follow("Retry a webhook delivery");
        operator.press("Retry a webhook delivery");

        operator.reloadUntil("that it succeeded", () -> operator.hasStatus("succeeded"));
        assertThat(receiver.ids()).hasSize(2);
    }

    @Test
    void events_of_a_paused_webhook_wait_and_go_out_when_it_is_resumed() {
        var webhook = company.webhook(receiver, "Orders", 10);
        operator.open(company.at("/webhooks/" + webhook));
        operator.follow("Pause a webhook");
        operator.press("Pause a webhook");
        assertThat(operator.hasStatus("paused")).isTrue();
        writes(1);
        operator.open(company.at("/webhook-deliveries"));
        operator.reloadUntil("a delivery that waits", () -> operator.hasStatus("paused"));
        assertThat(receiver.ids()).isEmpty();

        operator.open(company.at("/webhooks/" + webhook));
        operator.follow("Resume a webhook");
        operator.press("Resume a webhook");

        Await.until("the event", () -> receiver.ids().size() == 1);
        operator.open(company.at("/webhook-deliveries"));
        operator.reloadUntil("that it succeeded", () -> operator.hasStatus("succeeded"));
    }
}
