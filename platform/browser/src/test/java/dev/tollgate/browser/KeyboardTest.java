package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console without a mouse. */
@Tag("beyond-jdk")
class KeyboardTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();
    private static final int TABS_MAX = 150;
    private static final Locator.GetByTextOptions EXACTLY = new Locator.GetByTextOptions().setExact(true);

    /** Whether the element in focus can be seen, and is marked. */
    private static final String IS_SEEN = """
            () => {
              const element = document.activeElement;
              const box = element.getBoundingClientRect();
              const style = getComputedStyle(element);
              return box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0
                && box.left < innerWidth && box.top < innerHeight
                && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
            }
            """;

    private static final String NAME = """
            () => document.activeElement.tagName + ' ' + document.activeElement.textContent.trim().slice(0, 40)
            """;

    private final Company company = Company.bare(CONSOLE, "Keyboard", "business");

    private static void press(Visitor visitor, String key) {
        visitor.page().keyboard().press(key);
    }

    private static void type(Visitor visitor, String text) {
        visitor.page().keyboard().type(text);
    }

    private static boolean isInFocus(Locator element) {
        return (boolean) element.evaluate("(one) => one === document.activeElement");
    }

    /** Presses Tab until the element is in focus; every element on the way is seen. */
    private static void tabTo(Visitor visitor, Locator element) {
        for (int tabs = 0; !isInFocus(element); tabs++) {
            assertThat(tabs).as("%s is not reached", element).isLessThan(TABS_MAX);
            press(visitor, "Tab");
            assertThat((boolean) visitor.page().evaluate(IS_SEEN))
                    .as("focus is seen on %s", visitor.page().evaluate(NAME))
                    .isTrue();
        }
    }

    @Test
    void somebody_signs_in_makes_a_key_and_copies_its_secret_without_a_mouse() {
        try (var operator = new Visitor(CONSOLE, Look.DESKTOP)) {
            operator.open("/console");
            tabTo(operator, operator.field("token"));
            type(operator, CONSOLE.operatorToken());
            operator.leaving(() -> press(operator, "Enter"));
            press(operator, "Control+k");
            operator.page().keyboard().insertText(company.workspace());
            operator.link(company.workspace()).waitFor();
            operator.leaving(() -> press(operator, "Enter"));
            assertThat(operator.path()).isEqualTo(company.at(""));

            tabTo(operator, operator.link("API keys"));
            operator.leaving(() -> press(operator, "Enter"));
            tabTo(operator, operator.link("Create an API key"));
            operator.leaving(() -> press(operator, "Enter"));
            tabTo(operator, operator.field("name"));
            type(operator, "by keyboard");
            tabTo(operator, operator.choice("scopes", "usage:read"));
            press(operator, "Space");
            tabTo(operator, operator.button("Create an API key"));
            operator.leaving(() -> press(operator, "Enter"));
            var secret = operator.page().locator(".secret").textContent();
            operator.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            tabTo(operator, operator.page().locator(".secret + button"));
            press(operator, "Enter");

            Await.until(
                    "the secret is copied",
                    () -> operator.page()
                            .evaluate("() => navigator.clipboard.readText()")
                            .equals(secret));
        }
    }

    @Test
    void the_first_stop_of_a_page_skips_its_navigation() {
        try (var operator = Visitor.operator(CONSOLE)) {
            operator.open(company.at(""));

            press(operator, "Tab");
            assertThat((boolean) operator.page().evaluate(IS_SEEN)).isTrue();
            press(operator, "Enter");
            press(operator, "Tab");

            assertThat((boolean) operator.page()
                            .evaluate("() => document.querySelector('main').contains(document.activeElement)"))
                    .isTrue();
        }
    }

    @Test
    void rows_are_walked_by_j_and_k_and_opened_by_enter() {
        for (int at = 0; at < 3; at++) {
            var _ = company.key("usage:read");
        }
        try (var operator = Visitor.operator(CONSOLE)) {
            operator.open(company.at("/api-keys"));
            var rows = operator.page().locator("a.row");

            press(operator, "j");
            press(operator, "j");
            press(operator, "j");
            press(operator, "k");
            // A live page may replace its rows meanwhile, and gives the focus back.
            Await.until("the second row is in focus", () -> isInFocus(rows.nth(1)));
            operator.leaving(() -> press(operator, "Enter"));

            assertThat(operator.path()).startsWith(company.at("/api-keys/key_"));
        }
    }

    @Test
    void a_slash_goes_to_the_filter_and_is_typed_where_somebody_types() {
        try (var operator = Visitor.operator(CONSOLE)) {
            operator.open(company.at("/audit-events"));

            press(operator, "/");
            type(operator, "req/1");

            assertThat(operator.page().locator(".filters input").first().inputValue())
                    .isEqualTo("req/1");
        }
    }

    @Test
    void the_palette_is_walked_by_arrows_and_closed_by_escape_which_gives_the_focus_back() {
        try (var operator = Visitor.operator(CONSOLE)) {
            operator.open(company.at(""));
            var link = operator.link("Modules");
            link.focus();

            press(operator, "Control+k");
            operator.page().keyboard().insertText("API keys");
            operator.page().locator(".found a").first().waitFor();
            press(operator, "ArrowDown");
            assertThat((boolean) operator.page().evaluate("() => document.activeElement.closest('.found') !== null"))
                    .isTrue();
            press(operator, "Escape");

            assertThat(operator.page().locator("dialog[open]").count()).isZero();
            assertThat(isInFocus(link)).isTrue();
        }
    }

    @Test
    void the_palette_keeps_a_form_that_a_link_filled_in_until_somebody_goes_elsewhere() {
        try (var operator = Visitor.operator(CONSOLE)) {
            operator.open(company.at("/api-keys/new?name=by+link&scopes=usage%3Aread"));
            var name = operator.field("name");
            name.focus();

            press(operator, "Control+k");
            operator.page().keyboard().insertText("Modules");
            operator.page().locator(".found a").first().waitFor();
            press(operator, "ArrowDown");
            press(operator, "Escape");
            assertThat(isInFocus(name)).isTrue();
            assertThat(name.inputValue()).isEqualTo("by link");

            press(operator, "Control+k");
            operator.page().keyboard().insertText("Webhooks");
            operator.page()
                    .locator(".found a[href='" + company.at("/webhooks") + "']")
                    .waitFor();
            operator.leaving(() -> press(operator, "Enter"));
            assertThat(operator.path()).isEqualTo(company.at("/webhooks"));
        }
    }

    @Test
    void on_a_phone_the_navigation_is_folded_and_opens_by_enter() {
        try (var operator = Visitor.operator(CONSOLE, Look.PHONE)) {
            operator.open(company.at(""));
            var page = operator.page().locator(".drawer").getByText("API keys", EXACTLY);
            assertThat(page.isVisible()).isFalse();

            tabTo(operator, operator.page().locator(".drawer > summary"));
            press(operator, "Enter");
            assertThat(page.isVisible()).isTrue();

            operator.leaving(() -> page.click());
            assertThat(operator.path()).isEqualTo(company.at("/api-keys"));
        }
    }
}
