package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Role;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What goes wrong between opening a form and sending it. */
@Tag("beyond-jdk")
class FormsTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();

    private final Company company = Company.bare(CONSOLE, "Forms", "business");
    private final Visitor operator = Visitor.operator(CONSOLE);

    @AfterEach
    void close() {
        operator.close();
    }

    private int keys() {
        return company.control("GET", "/api-keys", null).data().size();
    }

    private static String keyOf(Company company) {
        return company.at("/api-keys/" + company.keyId("usage:read"));
    }

    @Test
    void two_people_edit_one_record_and_the_second_sees_both_and_chooses() {
        var record = keyOf(company);
        try (var other = Visitor.operator(CONSOLE)) {
            other.open(record + "/edit");
            operator.open(record + "/edit");
            operator.fill("name", "mine");
            other.fill("name", "theirs");
            other.press("Update an API key");

            operator.press("Update an API key");

            assertThat(operator.text()).contains("Another person saved", "theirs");
            assertThat(operator.field("name").inputValue()).isEqualTo("mine");
            operator.press("Update an API key");
            assertThat(operator.path()).isEqualTo(record);
            assertThat(operator.text()).contains("mine").doesNotContain("theirs");
        }
    }

    @Test
    void the_second_of_two_people_can_keep_what_the_first_saved() {
        var record = keyOf(company);
        operator.open(record + "/edit");
        operator.fill("name", "mine");
        operator.fill("rate_limit", "7");
        var _ = company.control("PATCH", record.substring(record.indexOf("/api-keys")), Map.of("name", "theirs"));
        operator.press("Update an API key");

        operator.page().locator("[name='t.name']").check();
        operator.press("Update an API key");

        var saved = company.control("GET", record.substring(record.indexOf("/api-keys")), null)
                .data();
        assertThat(saved.path("name").asText()).isEqualTo("theirs");
        assertThat(saved.path("rate_limit").asInt()).isEqualTo(7);
    }

    @Test
    void what_was_typed_survives_a_session_that_ended_and_a_new_sign_in() {
        operator.open(company.at("/api-keys/new"));
        operator.fill("name", "kept");
        operator.choice("scopes", "usage:read").check();
        operator.context().clearCookies();

        operator.press("Create an API key");
        operator.typeOperatorToken();

        assertThat(operator.path()).isEqualTo(company.at("/api-keys/new"));
        assertThat(operator.field("name").inputValue()).isEqualTo("kept");
        assertThat(operator.choice("scopes", "usage:read").isChecked()).isTrue();
        assertThat(keys()).isZero();
    }

    @Test
    void what_was_typed_is_not_shown_to_another_person_on_the_same_computer() {
        operator.open(company.at("/api-keys/new"));
        operator.fill("name", "kept");
        operator.context().clearCookies();
        operator.press("Create an API key");

        operator.signInAtProvider(company.person(Role.ADMIN));

        assertThat(operator.path()).isEqualTo(company.at("/api-keys/new"));
        assertThat(operator.field("name").inputValue()).isEmpty();
    }

    @Test
    void a_form_that_is_sent_twice_takes_effect_once() {
        operator.open(company.at("/api-keys/new"));
        operator.fill("name", "twice");
        operator.choice("scopes", "usage:read").check();

        operator.leaving(() -> operator.button("Create an API key").dblclick());

        assertThat(operator.page().locator(".secret").count()).isEqualTo(1);
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void a_form_whose_answer_was_lost_takes_effect_once_and_shows_the_secret_when_it_is_sent_again() {
        operator.open(company.at("/api-keys/new"));
        operator.fill("name", "lost");
        operator.choice("scopes", "usage:read").check();
        var form = operator.page()
                .evaluate("() => {"
                        + " const form = document.querySelector('form[data-draft]');"
                        + " const body = new URLSearchParams(new FormData(form));"
                        + " return fetch(form.action, { method: 'POST', body }).then((answer) => answer.status); }");
        assertThat(form).isEqualTo(200);

        operator.press("Create an API key");

        assertThat(operator.page().locator(".secret").count()).isEqualTo(1);
        assertThat(keys()).isEqualTo(1);
    }

    @Test
    void all_faults_are_shown_at_once_with_the_summary_in_focus_and_what_was_typed() {
        operator.open(company.at("/api-keys/new"));
        operator.fill("rate_limit", "many");
        operator.fill("allowed_ips", "nowhere");

        operator.press("Create an API key");

        assertThat(operator.page().locator(".field.faulty").count()).isGreaterThanOrEqualTo(3);
        assertThat(operator.page().evaluate("() => document.activeElement.className"))
                .isEqualTo("problem");
        assertThat(operator.field("rate_limit").inputValue()).isEqualTo("many");
        assertThat(operator.field("allowed_ips").inputValue()).isEqualTo("nowhere");
    }

    @Test
    void somebody_whose_role_is_taken_away_in_mid_form_changes_nothing_and_is_offered_nothing() {
        var subject = company.person(Role.ADMIN);
        try (var admin = Visitor.person(CONSOLE, subject)) {
            admin.open(company.at("/api-keys/new"));
            admin.fill("name", "too late");
            admin.choice("scopes", "usage:read").check();
            var member = company.ids().get("workspaces/members");
            var _ = company.control("PATCH", "/members/" + member, Map.of("role", "readonly"))
                    .expect(200);
            Await.until(
                    "the role is known",
                    () -> admin.context()
                                    .request()
                                    .get(CONSOLE.url() + company.at("/api-keys/new"))
                                    .status()
                            == 403);

            admin.press("Create an API key");

            assertThat(admin.text()).contains("role_not_allowed");
            assertThat(keys()).isZero();
            admin.open(company.at(""));
            assertThat(admin.offers("API keys")).isFalse();
        }
    }

    @Test
    void the_call_for_a_terminal_has_nothing_of_the_link_that_filled_in_its_form() {
        operator.open(company.at("/api-keys/new?name=by+link&scopes=usage%3Aread"));

        operator.press("Create an API key");

        assertThat(operator.page().locator(".secret").count()).isEqualTo(1);
        assertThat(operator.page().locator("details.same pre").textContent())
                .startsWith("curl -X POST '")
                .contains("/api-keys' ")
                .doesNotContain("name=", "scopes=");
    }
}
