package dev.tollgate.standalone.ctl.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tollgate.standalone.ctl.ShippedDocument;
import dev.tollgate.standalone.ctl.document.ControlDocument;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTest {
    private static final String ID = "key_01h455vb4pex5vsknk084sn02q";
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private static List<String> lines(int width, String group, String verb, String data) throws Exception {
        return new View(() -> NOW, width).lines(operation(group, verb), JsonNodes.read(data));
    }

    private static ControlOperation operation(String group, String verb) throws Exception {
        return ControlDocument.of(ShippedDocument.bytes())
                .commands()
                .get(group)
                .get(verb)
                .getFirst();
    }

    @Test
    void a_list_is_a_table_without_what_everybody_knows() throws Exception {
        var lines = lines(200, "api-keys", "list", """
                [{"id":"%s","workspace_id":"wrk_1","name":"a","scopes":["tasks:read"],"status":"active","secrets":[],
                  "created_at":"2026-01-31T11:50:00Z","version":3}]""".formatted(ID));

        assertThat(lines.getFirst()).isEqualTo("ID                              NAME  SCOPES      STATUS  CREATED AT");
        assertThat(lines.getLast()).isEqualTo(ID + "  a     tasks:read  active  10 min ago");
    }

    @Test
    void a_narrow_terminal_gets_fewer_columns_and_whole_ids() throws Exception {
        var lines = lines(40, "api-keys", "list", "[{\"id\":\"" + ID + "\",\"name\":\"a long enough name\"}]");

        assertThat(lines).containsExactly("ID", ID);
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
                        "balance_micros  298986960 ($298.98696)",
                        "resets_at       2026-02-01 00:00:00 UTC, in 12 h",
                        "override",
                        "  reason  trial",
                        "prepaid_grants",
                        "  ID         LEFT MICROS",
                        "  top_1  5000000 ($5.00)");
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
        var view = new View(() -> NOW, 80);

        assertThat(view.ids(JsonNodes.read("[{\"id\":\"a\",\"name\":\"x\"},{\"key\":\"crm\"}]")))
                .containsExactly("a", "crm");
    }
}
