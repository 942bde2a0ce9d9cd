package dev.tollgate.gateway.control.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.credential.Token;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is kept of a report. */
class LeakReportTest {

    private static final String SECRET =
            Token.mint(Token.Kind.API_KEY, new Random(1)).text();

    private static LeakedToken read(JsonObject entry) {
        var report = LeakReport.read(new JsonArray().add(entry).encode());
        return ((Outcome.Done<LeakReport>) report).value().tokens().getFirst();
    }

    private static JsonObject entry(String url) {
        return new JsonObject().put("token", SECRET).put("type", "t").put("url", url);
    }

    @Test
    void a_place_names_no_token_and_is_cut_without_leaving_part_of_one() {
        var longest = "https://github.com/" + "a".repeat(LeakedToken.URL_CHARS_MAX - 49);

        assertThat(read(entry("https://x/" + SECRET + "?" + SECRET)).url())
                .isEqualTo("https://x/" + SECRET.substring(0, 12) + "…?" + SECRET.substring(0, 12) + "…");
        assertThat(read(entry(longest + SECRET)).url())
                .endsWith(SECRET.substring(0, 12) + "…")
                .doesNotContain(SECRET.substring(0, 14));
    }

    @Test
    void a_token_is_found_also_where_control_characters_are_between_its_parts() {
        var divided = SECRET.substring(0, 20) + '\0' + SECRET.substring(20, 40) + '\n' + SECRET.substring(40);

        assertThat(read(entry("https://x/" + divided)).url()).isEqualTo("https://x/" + SECRET.substring(0, 12) + "…");
    }

    @Test
    void a_place_holds_nothing_that_cannot_be_stored() {
        assertThat(read(entry("https://x/\0a\ud800b\n")).url()).isEqualTo("https://x/a?b");
        assertThat(read(entry(" ")).url()).isNull();
        assertThat(read(new JsonObject().put("token", "t").put("type", "t")).url())
                .isNull();
    }

    @Test
    void a_reported_token_does_not_print_itself() {
        assertThat(read(entry("https://x"))).asString().doesNotContain(SECRET);
    }
}
