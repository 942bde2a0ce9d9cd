package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.RequestOptions;
import dev.tollgate.contract.caller.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ways into the console and out of it. */
@Tag("beyond-jdk")
class SignInTest {

    private static final RunningConsole CONSOLE = RunningConsole.shared();

    private final Company company = Company.bare(CONSOLE, "Sign-in", "business");

    @Test
    void a_person_signs_in_at_the_identity_provider_and_comes_back_to_the_page_they_wanted() {
        var subject = company.person(Role.MEMBER);
        try (var member = new Visitor(CONSOLE, Look.DESKTOP)) {
            member.open(company.at("/usage"));
            assertThat(member.path()).isEqualTo("/console/sign-in");

            member.signInAtProvider(subject);

            assertThat(member.path()).isEqualTo(company.at("/usage"));
            assertThat(member.offers(subject)).isTrue();
        }
    }

    @Test
    void somebody_without_a_membership_is_told_so_and_offered_an_invitation() {
        try (var nobody = Visitor.person(CONSOLE, "user_without_membership")) {
            assertThat(nobody.text()).contains("nobody has given you access yet");
            assertThat(nobody.offers("Accept an invitation")).isTrue();
            assertThat(nobody.status(company.at(""))).isEqualTo(404);
        }
    }

    @Test
    void a_link_that_signs_in_works_once() {
        try (var first = new Visitor(CONSOLE, Look.DESKTOP);
                var second = new Visitor(CONSOLE, Look.DESKTOP)) {
            var url = first.context()
                    .request()
                    .post(
                            CONSOLE.url() + "/console/sign-in/links",
                            RequestOptions.create().setHeader("Authorization", "Bearer " + CONSOLE.operatorToken()))
                    .text()
                    .replaceFirst("(?s).*\"url\"\\s*:\\s*\"[^\"]*(/console/[^\"]+)\".*", "$1");
            first.open(url);
            second.open(url);

            first.press("Sign in");
            second.press("Sign in");

            assertThat(first.text()).contains("You are an operator");
            assertThat(second.text()).contains("unauthorized").doesNotContain("You are an operator");
        }
    }

    @Test
    void all_sessions_of_a_person_end_at_once() {
        var subject = company.person(Role.OWNER);
        try (var here = Visitor.person(CONSOLE, subject);
                var there = Visitor.person(CONSOLE, subject)) {
            here.open("/console/sessions");
            here.press("End all sessions");
            there.open(company.at(""));

            assertThat(here.path()).isEqualTo("/console/sign-in");
            assertThat(there.path()).isEqualTo("/console/sign-in");
        }
    }

    @Test
    void a_wrong_token_is_refused_on_the_page_and_the_right_one_still_signs_in() {
        try (var operator = new Visitor(CONSOLE, Look.PHONE)) {
            operator.open("/console");
            operator.fill("token", "tga_wrong");
            operator.press("Sign in as an operator");
            assertThat(operator.text()).contains("unauthorized");

            operator.typeOperatorToken();

            assertThat(operator.text()).contains("You are an operator");
        }
    }
}
