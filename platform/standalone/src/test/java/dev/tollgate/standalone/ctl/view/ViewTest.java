package dev.tollgate.standalone.ctl.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tollgate.standalone.ctl.ShippedDocument;
import dev.tollgate.standalone.ctl.document.ControlDocument;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTest {
    private static final String ID = "key_01h455vb4pex5vsknk084sn02q";
    private static final ControlDocument DOCUMENT = document();
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private static ControlDocument document() {
        try {
            return ControlDocument.of(ShippedDocument.bytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static List<String> lines(int width, String group, String verb, String data) throws Exception {
        return shown(width, group, verb, data).lines();
    }

    private static View.Shown shown(int width, String group, String verb, String data) throws Exception {
        return new View(() -> NOW, width, false).shown(operation(group, verb), JsonNodes.read(data));
    }

    private static ControlOperation operation(String group, String verb) throws Exception {
        return DOCUMENT.commands().get(group).get(verb).getFirst();
    }

    @Test
    void a_list_is_a_table_without_what_everybody_knows() throws Exception {
        var lines = lines(200, "api-keys", "list", """
                [{"id":"%s","workspace_id":"wrk_1","name":"a","scopes":["tasks:read"],"status":"active","secrets":[],
                  "created_at":"2026-01-31T11:50:00Z","version":3}]""".formatted(ID));

        assertThat(lines.getFirst()).isEqualTo("ID                              NAME  STATUS  CREATED     SCOPES");
        assertThat(lines.getLast()).isEqualTo(ID + "  a     active  10 min ago  tasks:read");
    }

    @Test
    void a_narrow_terminal_gets_short_ids_before_fewer_columns_and_is_told() throws Exception {
        var data = """
                [{"id":"%s","name":"a long enough name","scopes":["tasks:read","tasks:write","crm:read","crm:write"],
                  "status":"active","created_at":"2026-01-31T11:50:00Z"}]""".formatted(ID);

        var roomy = shown(100, "api-keys", "list", data);
        var narrow = shown(60, "api-keys", "list", data);

        assertThat(roomy.lines().getLast()).startsWith("key_…4sn02q  ");
        assertThat(roomy.lines().getFirst()).contains("SCOPES");
        assertThat(narrow.lines().getFirst()).contains("STATUS", "CREATED").doesNotContain("SCOPES");
        assertThat(narrow.omission()).isEqualTo("left out: scopes; ids and texts are shortened; --wide shows all");
    }

    @Test
    void wide_shows_everything_whatever_the_width() throws Exception {
        var data = "[{\"id\":\"" + ID + "\",\"name\":\"" + "n".repeat(90) + "\",\"version\":3}]";

        var wide = new View(() -> NOW, 40, true).shown(operation("api-keys", "list"), JsonNodes.read(data));

        assertThat(wide.lines().getLast()).isEqualTo(ID + "  " + "n".repeat(90) + "        3");
        assertThat(wide.omission()).isNull();
    }

    /** Every list of the control plane, with long values in every field. */
    @ParameterizedTest
    @ValueSource(ints = {80, 120})
    void outcome_status_amounts_and_time_fit_into_every_list(int width) throws Exception {
        for (var group : DOCUMENT.commands().values()) {
            for (var choices : group.values()) {
                var operation = choices.getFirst();
                if (!operation.isPaged()
                        || operation.element().path("properties").isEmpty()) {
                    continue;
                }
                var lines = new View(() -> NOW, width, false)
                        .shown(operation, JsonNodes.read("[" + LongRecord.of(operation) + "]"))
                        .lines();

                assertThat(lines)
                        .allSatisfy(line -> assertThat(line.length())
                                .as("%s: %s", operation.group(), line)
                                .isLessThanOrEqualTo(width));
                for (var name : LongRecord.kept(operation)) {
                    assertThat(lines.getFirst()).as(operation.group()).contains(FieldKind.heading(name));
                }
            }
        }
    }

    @Test
    void a_text_of_several_lines_is_a_block_that_can_be_copied() throws Exception {
        var lines = lines(200, "mcp-setup", "get", """
                {"mode":"oauth_only","configurations":[{"client":"cursor","content":"{\\n  \\"a\\": 1\\n}\\n"},
                 {"client":"chatgpt","content":"https://x/mcp\\n"}]}""");

        assertThat(lines)
                .containsExactly(
                        "mode            oauth_only",
                        "configurations",
                        "",
                        "client   cursor",
                        "content",
                        "  {",
                        "    \"a\": 1",
                        "  }",
                        "",
                        "client   chatgpt",
                        "content",
                        "  https://x/mcp");
    }

    @Test
    void a_record_shows_money_in_dollars_beside_micros_and_what_it_holds_below() throws Exception {
        var lines = lines(200, "billing", "get", """
                {"plan":"team","balance_micros":298986960,"resets_at":"2026-02-01T00:00:00Z",
                 "override":{"reason":"trial"},"prepaid_grants":[{"id":"top_1","left_micros":5000000}]}""");

        assertThat(lines)
                .containsExactly(
                        "plan            team",
                        "balance         $298.98696",
                        "resets_at       2026-02-01 00:00:00 UTC, in 12 h",
                        "override",
                        "  reason  trial",
                        "prepaid_grants",
                        "  ID      LEFT",
                        "  top_1  $5.00");
    }

    @Test
    void a_duration_is_no_money_and_every_time_has_its_age() throws Exception {
        var lines = lines(200, "webhook-deliveries", "get", """
                {"failing_since":"2026-01-31T10:00:00Z","charge_micros":50,
                 "duration":{"dns_micros":310,"total_micros":4422},"overlap_seconds":3600}""");

        assertThat(lines)
                .containsExactly(
                        "failing_since  2026-01-31 10:00:00 UTC, 2 h ago",
                        "charge         $0.00005",
                        "duration",
                        "  dns    310 µs",
                        "  total  4.4 ms",
                        "overlap        60 min");
    }

    @Test
    void a_deleted_record_is_not_shown_as_if_it_held() throws Exception {
        var lines = lines(200, "override", "delete", "{\"cap_micros\":14500}");

        assertThat(lines).containsExactly("Deleted. It was:", "  cap  $0.0145");
    }

    @Test
    void a_fault_is_printed_once() throws Exception {
        var one = ProblemView.lines(JsonNodes.read("""
                        {"code":"validation_failed","detail":"plan: is not an available plan",
                         "field_errors":[{"field":"plan","message":"is not an available plan"}]}"""), "");
        var two = ProblemView.lines(JsonNodes.read("""
                        {"code":"validation_failed","detail":"2 fields are wrong.",
                         "field_errors":[{"field":"a","message":"x"},{"field":"b","message":"y"}]}"""), "");

        assertThat(one).containsExactly("validation_failed: plan: is not an available plan");
        assertThat(two).containsExactly("validation_failed: 2 fields are wrong.", "  a: x", "  b: y");
    }

    @Test
    void text_from_elsewhere_steers_no_terminal() throws Exception {
        var lines =
                lines(200, "tenants", "get", JsonNodes.pretty(JsonNodes.read("{\"name\":\"a\\u001b[2Jb\\u202ec\"}")));

        assertThat(lines).containsExactly("name  a?[2Jb?c");
    }

    @ParameterizedTest
    @CsvSource({"0, $0.00", "1, $0.000001", "5000000, $5.00", "-20, -$0.00002", "1234500000, $1234.50"})
    void micros_are_dollars_to_the_last_digit(BigDecimal micros, String dollars) {
        assertThat(CellFormat.dollars(micros)).isEqualTo(dollars);
    }

    @Test
    void ids_are_all_that_a_script_needs() throws JsonProcessingException {
        var view = new View(() -> NOW, 80, false);

        assertThat(view.ids(JsonNodes.read("[{\"id\":\"a\",\"name\":\"x\"},{\"key\":\"crm\"}]")))
                .containsExactly("a", "crm");
    }
}
