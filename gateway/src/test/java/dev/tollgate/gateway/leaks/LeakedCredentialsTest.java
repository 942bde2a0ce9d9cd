package dev.tollgate.gateway.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.credential.Token;
import dev.tollgate.gateway.fixture.Eventually;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a signed alert does to the credentials whose secrets it names. */
class LeakedCredentialsTest extends LeakTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_leaked_key_opens_nothing_and_its_owner_sees_why_and_where_it_was_found() {
        var place = alerts.gateway.tenant("team");
        var key = place.apiKey();
        var secret = key.getString("secret");
        alerts.call(secret).expect(200);

        alerts.report(PLACE, secret).expect(200);

        Eventually.within(Eventually.NOTICED, () -> alerts.call(secret).expect(401));
        var shown = alerts.shown(place, key);
        assertThat(shown.getString("status")).isEqualTo("quarantined");
        assertThat(shown.getJsonArray("secrets")).isEmpty();
        assertThat(shown.getJsonObject("leak").getMap())
                .containsEntry("prefix", secret.substring(0, 12))
                .containsEntry("reporter", "github")
                .containsEntry("source", "content")
                .containsEntry("url", PLACE)
                .containsKey("reported_at");
    }

    @Test
    void a_leaked_mcp_client_opens_nothing() {
        var place = alerts.gateway.tenant("team");
        var client = place.mcpClient();

        alerts.report(PLACE, client.getString("secret")).expect(200);

        var shown = alerts.gateway
                .operator("GET", place.control("/mcp-clients/" + client.getString("id")), null)
                .expect(200)
                .data();
        assertThat(shown.getString("status")).isEqualTo("quarantined");
    }

    @Test
    void a_rotation_ends_the_quarantine_and_the_leaked_secret_stays_dead_also_with_an_overlap() {
        var place = alerts.gateway.tenant("team");
        var key = place.apiKey();
        alerts.report(PLACE, key.getString("secret")).expect(200);

        var rotated = alerts.gateway
                .operator(
                        "POST",
                        place.control("/api-keys/" + key.getString("id") + "/rotate"),
                        new JsonObject().put("overlap_seconds", 3_600))
                .expect(200)
                .data();

        assertThat(rotated.getString("status")).isEqualTo("active");
        assertThat(rotated.getJsonArray("secrets")).hasSize(1);
        Eventually.within(
                Eventually.NOTICED,
                () -> alerts.call(rotated.getString("secret")).expect(200));
        alerts.call(key.getString("secret")).expect(401);
        assertThat(alerts.shown(place, key).getJsonObject("leak").getMap()).containsEntry("url", PLACE);
    }

    @Test
    void a_leaked_secret_that_was_rotated_ends_at_once_and_the_new_one_works_on() {
        var place = alerts.gateway.tenant("team");
        var key = place.apiKey();
        var rotated = alerts.gateway
                .operator("POST", place.control("/api-keys/" + key.getString("id") + "/rotate"), new JsonObject())
                .expect(200)
                .data();
        alerts.call(key.getString("secret")).expect(200);

        alerts.report(PLACE, key.getString("secret")).expect(200);

        Eventually.within(
                Eventually.NOTICED, () -> alerts.call(key.getString("secret")).expect(401));
        alerts.call(rotated.getString("secret")).expect(200);
        var shown = alerts.shown(place, key);
        assertThat(shown.getString("status")).isEqualTo("active");
        assertThat(shown.getJsonObject("leak").getMap()).containsEntry("url", PLACE);
    }

    @Test
    void a_webhook_that_a_leaked_key_has_made_is_paused_and_those_of_the_owner_are_told_of_the_leak() {
        var place = alerts.gateway.tenant("team").module("integrations", true);
        var key = place.apiKey("integrations:write", "audit:read");
        var secret = key.getString("secret");
        var made = alerts.webhook(place, secret, "credential.*");
        var owners = alerts.webhook(place, null, "credential.leaked");

        alerts.report(PLACE, secret).expect(200);

        Eventually.within(
                PATIENCE,
                () -> assertThat(alerts.read(place, "/webhooks/" + made.getString("id"))
                                .getJsonObject("data")
                                .getString("status_reason"))
                        .isEqualTo("holder_lost_access"));
        Eventually.within(
                PATIENCE,
                () -> assertThat(alerts.read(place, "/webhook-deliveries?webhook_id=" + owners.getString("id"))
                                .getJsonArray("data"))
                        .hasSize(1));
    }

    @Test
    void a_second_report_of_a_secret_changes_nothing_and_is_a_true_positive_again() {
        var place = alerts.gateway.tenant("team");
        var key = place.apiKey();
        alerts.report(PLACE, key.getString("secret")).expect(200);
        var first = alerts.shown(place, key);

        var again = alerts.report("https://github.com/example/fork", key.getString("secret"))
                .expect(200);

        assertThat(Alerts.verdicts(again)).containsExactly(Alerts.verdict(key.getString("secret"), true));
        assertThat(alerts.shown(place, key)).isEqualTo(first);
        assertThat(alerts.audited(place, "api_key.report_leak")).hasSize(1);
    }

    @Test
    void a_key_that_cannot_be_taken_out_of_use_keeps_no_other_in_use_and_the_report_comes_again() {
        var first = alerts.gateway.tenant("team");
        var second = alerts.gateway.tenant("team");
        var stuck = first.apiKey();
        var other = second.apiKey();
        var sql = alerts.gateway.sql();
        sql.execute("ALTER TABLE control.credential ADD CONSTRAINT stuck CHECK (NOT quarantined OR id <> '"
                + TypeId.parse("key", stuck.getString("id")).orElseThrow() + "') NOT VALID");

        var failed = alerts.report(PLACE, stuck.getString("secret"), other.getString("secret"));
        var meanwhile = alerts.shown(second, other).getString("status");
        sql.execute("ALTER TABLE control.credential DROP CONSTRAINT stuck");
        alerts.report(PLACE, stuck.getString("secret"), other.getString("secret"))
                .expect(200);

        assertThat(failed.status()).isGreaterThanOrEqualTo(500);
        assertThat(meanwhile).isEqualTo("quarantined");
        assertThat(alerts.shown(first, stuck).getString("status")).isEqualTo("quarantined");
    }

    @Test
    void a_leaked_secret_of_a_revoked_key_is_a_true_positive_and_the_key_stays_revoked() {
        var place = alerts.gateway.tenant("team");
        var key = place.apiKey();
        alerts.gateway
                .operator("POST", place.control("/api-keys/" + key.getString("id") + "/revoke"), null)
                .expect(200);

        var reply = alerts.report(PLACE, key.getString("secret")).expect(200);

        assertThat(Alerts.verdicts(reply)).containsExactly(Alerts.verdict(key.getString("secret"), true));
        assertThat(alerts.shown(place, key).getString("status")).isEqualTo("revoked");
    }

    @Test
    void the_answer_is_a_verdict_for_each_token_in_the_form_that_github_reads() {
        var ofOne = alerts.gateway.tenant("team").apiKey().getString("secret");
        var ofAnother = alerts.gateway.tenant("team").mcpClient().getString("secret");
        var wellFormed = Token.mint(Token.Kind.API_KEY, new SecureRandom()).text();
        var invitation = Token.mint(Token.Kind.INVITATION, new SecureRandom()).text();

        var reply = alerts.report(PLACE, ofOne, "tgk_junk", wellFormed, ofAnother, invitation, ofOne)
                .expect(200);

        assertThat(Alerts.verdicts(reply))
                .containsExactly(
                        Alerts.verdict(ofOne, true),
                        Alerts.verdict("tgk_junk", false),
                        Alerts.verdict(wellFormed, false),
                        Alerts.verdict(ofAnother, true),
                        Alerts.verdict(invitation, false),
                        Alerts.verdict(ofOne, true));
    }

    @Test
    void a_leak_is_audited_in_its_workspace_and_in_no_other() {
        var place = alerts.gateway.tenant("team");
        var other = alerts.gateway.tenant("team");
        var key = place.apiKey();

        alerts.report(PLACE, key.getString("secret")).expect(200);

        var audited = alerts.audited(place, "api_key.report_leak");
        assertThat(audited).hasSize(1);
        var event = audited.getJsonObject(0);
        assertThat(event.getString("operation")).isEqualTo("report_leaks");
        assertThat(event.getString("resource_id")).isEqualTo(key.getString("id"));
        assertThat(event.getJsonObject("actor").getString("id")).isEqualTo("github");
        assertThat(alerts.audited(other, "api_key.report_leak")).isEmpty();
    }

    @Test
    void a_leaked_token_of_an_operator_is_a_true_positive_and_audited_by_the_installation() {
        var audited = "SELECT count(*) FROM audit.event WHERE action = 'leak.report' AND outcome = 'ok'";
        long before = alerts.gateway.sql().number(audited);

        var reply = alerts.report(PLACE, alerts.gateway.visitorToken()).expect(200);

        assertThat(Alerts.verdicts(reply)).containsExactly(Alerts.verdict(alerts.gateway.visitorToken(), true));
        assertThat(alerts.gateway.sql().number(audited)).isEqualTo(before + 1);
    }

    @Test
    void the_token_is_stored_nowhere_and_shown_in_no_metric_also_where_the_place_names_it() {
        var place = alerts.gateway.tenant("team");
        var key = place.apiKey();
        var secret = key.getString("secret");

        alerts.report("https://github.com/search?q=" + secret, secret).expect(200);

        assertThat(alerts.shown(place, key).getJsonObject("leak").getString("url"))
                .isEqualTo("https://github.com/search?q=" + secret.substring(0, 12) + "…");
        assertThat(alerts.stored()).contains(secret.substring(0, 12)).doesNotContain(secret);
        assertThat(alerts.gateway.management("/metrics").body())
                .contains("tollgate_leaks_total{kind=\"api_key\"}")
                .doesNotContain(secret);
    }

    @Test
    void an_alert_of_more_than_500_tokens_or_of_another_form_is_malformed() {
        var many = new JsonArray();
        for (int at = 0; at <= 500; at++) {
            many.add(new JsonObject().put("token", "t" + at).put("type", "t"));
        }

        for (var payload : List.of(many.encode(), "{}", "[1]", "[{\"token\": 1, \"type\": \"t\"}]", "[{]")) {
            var reply = alerts.send(
                    payload,
                    Alerts.IDENTIFIER,
                    alerts.github.identifier(),
                    Alerts.SIGNATURE,
                    alerts.github.signature(payload));

            assertThat(reply.expect(400).code()).isEqualTo("malformed_request");
        }
    }
}
