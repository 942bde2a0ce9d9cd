package dev.tollgate.records.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.contract.operation.AuditedAs;
import dev.tollgate.contract.operation.AuditedAs.Form;
import dev.tollgate.runtime.json.Json;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuditBodyTest {

    public record Transfer(
            String title,
            @AuditedAs(Form.DIGEST) @Nullable String longText,
            @AuditedAs(Form.LAST_4) @Nullable String reference) {}

    @Test
    void a_text_is_shown_as_its_component_declares() {
        var record = body(null, new Transfer("Rent", "Grüße 🙂", "DE02120300000000202051"));

        var after = record.path("after");
        assertThat(after.path("title").asText()).isEqualTo("Rent");
        assertThat(after.path("long_text").path("length").asInt()).isEqualTo(7);
        assertThat(after.path("long_text").path("sha256").asText())
                .isEqualTo(HexFormat.of().formatHex(Sha256.of("Grüße 🙂")));
        assertThat(after.path("reference").asText()).isEqualTo("…2051");
    }

    @Test
    void a_change_that_the_shown_form_hides_is_still_one() {
        var record = body(new Transfer("Rent", null, "111-2051"), new Transfer("Rent", null, "222-2051"));

        assertThat(record.path("before")).hasToString("{\"reference\":\"…2051\"}");
        assertThat(record.path("after")).hasToString("{\"reference\":\"…2051\"}");
    }

    @Test
    void nothing_is_shown_of_a_text_of_which_four_characters_are_most() {
        var shown = body(null, new Transfer("Rent", null, "11-2051")).path("after");

        assertThat(shown.path("reference").asText()).isEqualTo("…");
    }

    @Test
    void a_text_that_is_absent_stays_absent() {
        var record = body(new Transfer("Rent", "secret", null), new Transfer("Rent", null, null));

        assertThat(record.path("before").path("long_text").path("length").asInt())
                .isEqualTo(6);
        assertThat(record.path("after").path("long_text").isObject()).isFalse();
        assertThat(record.toString()).doesNotContain("secret");
    }

    @Test
    void a_new_record_is_shown_as_one_that_was_nothing_before() {
        var plain = new Plain("Grüße \"🙂\"", null, 7);
        var secret = new Transfer("Rent", "secret", "DE02120300000000202051");

        assertThat(added(plain)).isEqualTo(shown(plain));
        assertThat(added(secret)).isEqualTo(shown(secret)).doesNotContain("secret");
    }

    public record Plain(String title, @Nullable String note, long number) {}

    private static String added(Record record) {
        var body = new AuditBody();
        body.addNew("transfer", "trf_1", record, Json.text(record));
        return body.text();
    }

    private static String shown(Record record) {
        var body = new AuditBody();
        body.add("transfer", "trf_1", null, record);
        return body.text();
    }

    private static JsonNode body(@Nullable Transfer before, @Nullable Transfer after) {
        var body = new AuditBody();
        body.add("transfer", "trf_1", before, after);
        return Json.read(body.text(), JsonNode.class).path("records").path(0);
    }
}
