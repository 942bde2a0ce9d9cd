package dev.tollgate.gateway.mcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.mcp.ToolsGolden;
import dev.tollgate.gateway.mcp.list.ToolForm;
import dev.tollgate.records.ModuleProvider;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The hints of tools say what the operations do. */
class ToolHintsTest {

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());

    @Test
    void reads_are_read_only_and_nothing_else_is() throws IOException {
        assertThat(hints())
                .allSatisfy(
                        (name, hints) -> assertThat(hints.path("readOnlyHint").asBoolean())
                                .isEqualTo(operation(name).effect() == Effect.READ));
    }

    @Test
    void a_tool_that_makes_records_is_not_destructive() throws IOException {
        assertThat(hints()).allSatisfy((name, hints) -> {
            if (operation(name).success() != Success.OK) {
                assertThat(hints.path("destructiveHint").asBoolean(true)).isFalse();
            }
        });
    }

    /** A new one is destructive unless its declaration says otherwise; it then belongs here. */
    @Test
    void of_all_other_changes_these_lose_nothing() throws IOException {
        assertThat(changes(hints -> !hints.path("destructiveHint").asBoolean(true)))
                .containsExactlyInAnyOrder(
                        "complete_asset_upload",
                        "complete_task",
                        "convert_lead",
                        "create_companies",
                        "create_contacts",
                        "create_leads",
                        "create_tasks",
                        "deprecate_event_definition",
                        "pause_webhook",
                        "publish_entry",
                        "publish_event",
                        "restore_entry_revision",
                        "resume_webhook",
                        "retry_webhook_delivery",
                        "send_test_webhook_event",
                        "track_events");
    }

    @Test
    void what_overwrites_deletes_or_ends_something_is_destructive() throws IOException {
        var destructive = changes(hints -> hints.path("destructiveHint").asBoolean(false));

        assertThat(destructive)
                .contains("resolve_violation", "approve_event_definition", "rotate_webhook_secret", "archive_webhook")
                .containsAll(CATALOGUE.tools().keySet().stream()
                        .filter(name -> name.startsWith("update_") || name.startsWith("delete_"))
                        .toList());
    }

    private static List<String> changes(Predicate<JsonNode> hints) throws IOException {
        return hints().entrySet().stream()
                .filter(tool -> operation(tool.getKey()).changes()
                        && operation(tool.getKey()).success() == Success.OK
                        && hints.test(tool.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, JsonNode> hints() throws IOException {
        return ToolsGolden.all(CATALOGUE, ToolForm.PLAIN).stream()
                .collect(Collectors.toMap(tool -> tool.path("name").asText(), tool -> tool.path("annotations")));
    }

    private static Operation<?, ?> operation(String name) {
        return Objects.requireNonNull(CATALOGUE.tools().get(name)).operation();
    }
}
