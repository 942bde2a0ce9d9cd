package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Single keys: what they do, that the help names them, and that they can be switched off. */
@Tag("beyond-jdk")
class KeysTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();

    private final Company company = Company.bare(CONSOLE, "Keys", "business");

    /** The id of a new API key. */
    private String newKey() {
        var _ = company.key("usage:read");
        return Objects.requireNonNull(company.ids().get("workspaces/api-keys"));
    }

    private static void press(Visitor visitor, String key) {
        visitor.page().keyboard().press(key);
    }

    private static Locator help(Visitor visitor) {
        return visitor.page().locator("dialog.help[open]");
    }

    @Test
    void g_and_a_letter_go_to_a_page_and_c_and_e_to_its_forms() {
        var key = newKey();
        try (var operator = Visitor.operator(CONSOLE)) {
            operator.open(company.at(""));

            press(operator, "g");
            operator.leaving(() -> press(operator, "k"));
            assertThat(operator.path()).isEqualTo(company.at("/api-keys"));
            operator.leaving(() -> press(operator, "c"));
            assertThat(operator.path()).isEqualTo(company.at("/api-keys/new"));
            operator.open(company.at("/api-keys/" + key));
            operator.leaving(() -> press(operator, "e"));
            assertThat(operator.path()).isEqualTo(company.at("/api-keys/" + key + "/edit"));
        }
    }

    @Test
    void y_copies_the_id_of_the_page() {
        var key = newKey();
        try (var operator = Visitor.operator(CONSOLE)) {
            operator.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            operator.open(company.at("/api-keys/" + key));

            press(operator, "y");

            Await.until(
                    "the id is copied",
                    () -> operator.page()
                            .evaluate("() => navigator.clipboard.readText()")
                            .equals(key));
        }
    }

    @Test
    void the_help_names_the_keys_of_this_place_and_switches_single_keys_off() {
        try (var operator = Visitor.operator(CONSOLE)) {
            operator.open(company.at(""));
            press(operator, "?");
            assertThat(help(operator).textContent()).contains("g k", "API keys", "Ctrl K");
            operator.page().getByLabel("Single keys").uncheck();
            press(operator, "Escape");

            press(operator, "g");
            press(operator, "k");
            press(operator, "/");
            press(operator, "?");

            assertThat(help(operator).count()).isEqualTo(1);
            assertThat(operator.path()).isEqualTo(company.at(""));
        }
    }

    @Test
    void letters_that_are_typed_into_a_field_are_no_keys() {
        try (var operator = Visitor.operator(CONSOLE)) {
            operator.open(company.at("/api-keys/new"));
            operator.field("name").focus();

            operator.page().keyboard().type("gk?c");

            assertThat(operator.field("name").inputValue()).isEqualTo("gk?c");
            assertThat(operator.path()).isEqualTo(company.at("/api-keys/new"));
        }
    }
}
