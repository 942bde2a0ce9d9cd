package dev.tollgate.standalone.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands against a server that fails on demand. */
class TroubleTest {
    private static final String TOKEN = "tga_neverShown";
    private static final String DONE = "{\"data\":{\"id\":\"tnt_1\"},\"request_id\":\"req_1\"}";
    private static final String LATER =
            "{\"code\":\"service_unavailable\",\"detail\":\"Later.\",\"outcome\":\"unknown\"}";

    @TempDir
    Path folder;

    private Scripted server;
    private CtlRun ctl;

    @BeforeEach
    void start() throws Exception {
        server = new Scripted();
        ctl = new CtlRun(Map.of(
                "TOLLGATE_HOME",
                folder.toString(),
                "TOLLGATE_CACHE",
                folder.toString(),
                "TOLLGATE_CONTROL",
                server.url() + "/control/v1",
                "TOLLGATE_OPERATOR_TOKEN",
                TOKEN));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CtlRun.Said create() {
        return ctl.run("tenants", "create", "--name", "Ada", "--kind", "team", "-q");
    }

    @Test
    void what_is_put_off_is_asked_again_with_the_same_key() {
        var _ = server.then(503, LATER).then(429, LATER).then(201, DONE);

        var said = create();

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).isEqualToIgnoringNewLines("tnt_1");
        assertThat(server.requests).hasSize(3);
        assertThat(server.requests.stream().map(Scripted.Request::key).distinct())
                .singleElement()
                .asString()
                .hasSize(36);
    }

    @Test
    void quiet_is_for_secrets_that_the_caller_has_chosen() {
        var _ = server.then(201, "{\"data\":{\"id\":\"wh_1\"},\"request_id\":\"req_1\"}");
        var own = "{\"name\":\"Orders\",\"url\":\"https://hooks.example.com\",\"event_types\":[\"task.*\"]%s}";
        var command =
                new String[] {"webhooks", "create", "--workspace", "wrk_01h455vb4pex5vsknk084sn02q", "--file", "-", "-q"
                };

        var chosen = ctl.fed(own.formatted(",\"secret\":\"whsec_" + "A".repeat(32) + "\""), command);
        var generated = ctl.fed(own.formatted(""), command);

        assertThat(chosen.code()).as(chosen.err()).isZero();
        assertThat(chosen.out()).isEqualToIgnoringNewLines("wh_1");
        assertThat(generated.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(generated.err()).contains("--quiet would lose the secret");
    }

    @Test
    void a_write_without_an_answer_says_that_its_outcome_is_unknown_and_how_to_learn_it() {
        var _ = server.then(0, "");

        var said = create();

        assertThat(said.code()).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(said.err())
                .contains(
                        "outcome unknown",
                        "--idempotency-key " + server.requests.getFirst().key())
                .doesNotContain(TOKEN);
    }

    @Test
    void a_server_that_died_over_a_write_leaves_its_outcome_unknown() {
        var _ = server.thenDies();

        var said = create();

        assertUnknown(said);
        assertThat(server.requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "429, rate_limit_exceeded",
        "409, idempotency_in_progress",
        "401, unauthorized",
        "403, missing_required_scope"
    })
    void a_refusal_that_judges_no_key_does_not_hide_that_an_earlier_call_was_lost(int status, String code) {
        var _ = server.then(0, "").then(status, "{\"code\":\"" + code + "\",\"detail\":\"No.\"}");

        var said = create();

        assertUnknown(said);
        assertThat(said.err()).contains(code);
    }

    @Test
    void a_refusal_of_the_only_call_is_the_outcome() {
        var _ = server.then(429, LATER);

        var said = create();

        assertThat(said.code()).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(said.err()).doesNotContain("outcome unknown");
    }

    private void assertUnknown(CtlRun.Said said) {
        assertThat(said.code()).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(said.err())
                .contains(
                        "outcome unknown",
                        "--idempotency-key " + server.requests.getFirst().key());
    }

    @Test
    void asking_ends_after_a_bounded_number_of_calls() {
        var _ = server.then(503, LATER);

        var said = create();

        assertThat(said.code()).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(said.err()).contains("service_unavailable", "outcome unknown");
        assertThat(server.requests).hasSize(4);
    }

    @Test
    void a_key_of_ones_own_is_sent() {
        var _ = server.then(201, DONE);

        var _ = ctl.run("tenants", "create", "--name", "Ada", "--kind", "team", "--idempotency-key", "mine-1");

        assertThat(server.requests.getFirst().key()).isEqualTo("mine-1");
    }

    @Test
    void an_unchanged_document_is_not_sent_again_and_serves_help_when_the_server_is_away() {
        var first = ctl.run("tenants", "--help");
        var second = ctl.run("tenants", "--help");
        server.close();

        var away = ctl.run("tenants", "create", "--help");

        assertThat(first.out()).isEqualTo(second.out());
        assertThat(server.documents).containsExactly(200, 304);
        assertThat(away.code()).isZero();
        assertThat(away.out()).contains("--external-organization-id");
        assertThat(create().code()).isEqualTo(ExitCode.UNAVAILABLE.number());
    }

    @Test
    void the_token_of_dev_goes_to_no_other_server() throws Exception {
        var _ = server.then(200, "{\"data\":[],\"request_id\":\"req_1\"}");
        Files.writeString(
                folder.resolve("dev.json"),
                "{\"control\":\"http://localhost:1/control/v1\",\"operator_token\":\"" + TOKEN + "\"}");
        var stranger = new CtlRun(Map.of("TOLLGATE_HOME", folder.toString(), "TOLLGATE_CACHE", folder.toString()));

        var said = stranger.run("plans", "list", "--control", server.url());

        assertThat(said.code()).isEqualTo(ExitCode.FORBIDDEN.number());
        assertThat(server.requests).isEmpty();
    }

    @Test
    void a_token_comes_from_a_file_and_no_error_shows_it() throws Exception {
        var _ = server.then(401, "{\"code\":\"unauthorized\",\"detail\":\"No.\"}");
        var file = folder.resolve("token");
        Files.writeString(file, "tga_fromFile\n");

        var said = ctl.run("plans", "list", "--token-file", file.toString());
        Files.writeString(file, "two words");
        var broken = ctl.run("plans", "list", "--token-file", file.toString());

        assertThat(server.requests.getFirst().token()).isEqualTo("Bearer tga_fromFile");
        assertThat(said.code()).isEqualTo(ExitCode.FORBIDDEN.number());
        assertThat(said.err()).doesNotContain("tga_");
        assertThat(broken.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(broken.err()).doesNotContain("two words");
    }

    @Test
    void without_a_server_it_says_how_to_name_one() {
        var lost = new CtlRun(Map.of("TOLLGATE_HOME", folder.toString(), "TOLLGATE_CACHE", folder.toString()));

        var said = lost.run("plans", "list");
        var help = lost.run("--help");

        assertThat(said.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(said.err()).contains("TOLLGATE_CONTROL");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Exit codes");
    }
}
