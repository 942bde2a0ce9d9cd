package dev.tollgate.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in leads to pages of the console only. */
class SignInRedirectsTest extends OnSignInPages {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/v1",
                "/console\\@evil",
                "/consolex",
                "/console/sign-in"
            })
    void sign_in_leads_to_pages_of_the_console_only(String place) {
        var reply = stranger()
                .post("/console/sign-in", Map.of("token", GATEWAY.operatorToken(), "to", place))
                .expect(303);

        assertThat(reply.header("Location")).hasValue("/console");
    }

    @Test
    void sign_in_leads_to_a_page_without_the_query_of_its_link() {
        var place = "/console/tenants?done=create_tenant&name=evil";

        var reply = stranger()
                .post("/console/sign-in", Map.of("token", GATEWAY.operatorToken(), "to", place))
                .expect(303);

        assertThat(reply.header("Location")).hasValue("/console/tenants");
    }
}
