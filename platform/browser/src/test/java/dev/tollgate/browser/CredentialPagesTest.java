package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Secrets of programs from the browser: shown once, replaced, ended. */
@Tag("beyond-jdk")
class CredentialPagesTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();

    private final Company company = Company.bare(CONSOLE, "Credentials", "business");
    private final Visitor operator = Visitor.operator(CONSOLE);

    @AfterEach
    void close() {
        operator.close();
    }

    private int status(String secret) {
        return CONSOLE.call(secret, "GET", "/v1/workspace", null).status();
    }

    private void openKey() {
        operator.open(company.at("/api-keys"));
        operator.leaving(() -> operator.page().locator("a.row").first().click());
    }

    @Test
    void a_revoked_key_is_refused_at_once_and_the_list_says_so() {
        var secret = company.key("usage:read");
        assertThat(status(secret)).isEqualTo(200);
        openKey();

        operator.follow("Revoke an API key");
        operator.press("Revoke an API key");

        Await.until("the key is refused", () -> status(secret) == 401);
        operator.open(company.at("/api-keys"));
        assertThat(operator.text()).contains("revoked");
    }

    @Test
    void a_secret_is_shown_once() {
        operator.open(company.at("/api-keys/new"));
        operator.fill("name", "server");
        operator.choice("scopes", "usage:read").check();
        operator.press("Create an API key");
        var secret = operator.page().locator(".secret").textContent();
        assertThat(status(secret)).isEqualTo(200);

        openKey();

        assertThat(operator.page().content()).doesNotContain(secret);
    }

    @Test
    void a_key_that_is_rotated_has_two_secrets_for_as_long_as_was_asked() {
        var before = company.key("usage:read");
        openKey();

        operator.follow("Rotate an API key");
        operator.fill("overlap_seconds", "0");
        operator.press("Rotate an API key");
        var after = operator.page().locator(".secret").textContent();

        assertThat(status(after)).isEqualTo(200);
        Await.until("the former secret is refused", () -> status(before) == 401);
    }
}
