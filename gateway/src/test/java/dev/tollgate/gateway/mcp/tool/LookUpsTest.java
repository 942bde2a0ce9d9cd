package dev.tollgate.gateway.mcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.mcp.list.ToolForm;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.records.ModuleProvider;
import org.junit.jupiter.api.Test;

/** Which tool calls count as lists, since they only look into the list of tools. */
class LookUpsTest {

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());
    private static final ToolForm DISCOVER = new ToolForm(true, false, false);

    private final CatalogueTools tools = new CatalogueTools(
            new CatalogueTools.Parts(null, null, null, null, null), CATALOGUE, new ToolLists(CATALOGUE, new byte[32]));

    @Test
    void a_call_of_an_unknown_tool_or_without_a_name_counts_as_a_list() {
        assertThat(tools.looksUp(call(ToolForm.PLAIN, named("creat_task")))).isTrue();
        assertThat(tools.looksUp(call(ToolForm.PLAIN, named("create_task")))).isFalse();
        assertThat(tools.looksUp(call(ToolForm.PLAIN, JsonNodeFactory.instance.objectNode())))
                .isTrue();
    }

    @Test
    void so_does_one_through_call_tool() {
        assertThat(tools.looksUp(call(DISCOVER, inner(named("creat_task"))))).isTrue();
        assertThat(tools.looksUp(call(DISCOVER, inner(named("create_task"))))).isFalse();
        assertThat(tools.looksUp(call(DISCOVER, named("creat_task")))).isTrue();
    }

    @Test
    void searching_and_describing_count_as_lists() {
        assertThat(tools.looksUp(call(DISCOVER, named("search_tools")))).isTrue();
        assertThat(tools.looksUp(call(DISCOVER, named("describe_tools")))).isTrue();
    }

    private static McpRequest call(ToolForm form, ObjectNode params) {
        return new McpRequest(null, form, false, JsonNodeFactory.instance.numberNode(1), "tools/call", params, false);
    }

    private static ObjectNode named(String tool) {
        return JsonNodeFactory.instance.objectNode().put("name", tool);
    }

    private static ObjectNode inner(ObjectNode arguments) {
        return named("call_tool").set("arguments", arguments);
    }
}
