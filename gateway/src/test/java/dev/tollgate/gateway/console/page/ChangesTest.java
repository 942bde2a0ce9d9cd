package dev.tollgate.gateway.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.gateway.console.view.ShownValue.Diff;
import dev.tollgate.runtime.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {

    private static ShownValue changes(String records) {
        return Changes.of(Json.read("{\"changes\":{\"records\":" + records + "}}", JsonNode.class));
    }

    @Test
    void each_changed_field_is_a_line_with_both_states() {
        var diff = changes("""
                [{"resource_id": "tsk_1", "before": {"title": "a", "done": false, "note": "gone"},
                  "after": {"title": "b", "done": false, "due": {"at": 1}}}]""");

        assertThat(diff)
                .isEqualTo(new Diff(List.of(
                        new Diff.Line("title", "a", "b"),
                        new Diff.Line("note", "gone", null),
                        new Diff.Line("due", null, "{\"at\":1}"))));
    }

    @Test
    void a_created_record_has_no_state_before() {
        var diff = (Diff) changes("[{\"resource_id\": \"tsk_1\", \"before\": null, \"after\": {\"title\": \"a\"}}]");

        assertThat(diff.lines()).containsExactly(new Diff.Line("title", null, "a"));
    }

    @Test
    void fields_of_several_records_are_told_apart() {
        var diff = (Diff) changes("""
                [{"resource_id": "tsk_1", "before": {"title": "a"}, "after": null},
                 {"resource_id": "tsk_2", "before": {"title": "b"}, "after": null}]""");

        assertThat(diff.lines()).extracting(Diff.Line::field).containsExactly("tsk_1 title", "tsk_2 title");
    }

    @Test
    void a_long_text_is_cut_and_an_event_without_changes_shows_none() {
        var diff = (Diff) changes("[{\"before\": null, \"after\": {\"body\": \"" + "x".repeat(5_000) + "\"}}]");

        assertThat(diff.lines().getFirst().after()).hasSizeLessThan(600).endsWith("…");
        assertThat(changes("[]")).isEqualTo(new ShownValue.Nothing());
    }
}
