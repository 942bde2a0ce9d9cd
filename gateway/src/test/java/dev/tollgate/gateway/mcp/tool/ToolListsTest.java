package dev.tollgate.gateway.mcp.tool;

import static dev.tollgate.contract.operation.Declaration.scoped;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.mcp.list.ListCursors;
import dev.tollgate.gateway.mcp.list.ToolForm;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolListsTest {

    private static final byte[] KEY = new byte[32];
    private static final int TOOLS = 250;

    record Nothing() {}

    record Cups(String key, String title, List<Operation<?, ?>> operations) implements ProductModule {}

    private final Catalogue catalogue = Catalogue.of(List.of(module("cups", TOOLS), module("plates", 1)));
    private final ToolLists lists = new ToolLists(catalogue, KEY);

    @Test
    void a_list_holds_what_scopes_and_modules_both_allow() throws IOException {
        assertThat(names(page(Set.of("plates"), Set.of("plates:read", "cups:read"))))
                .containsExactly("get_plates_000");
        assertThat(names(page(Set.of("plates", "cups"), Set.of("plates:read")))).containsExactly("get_plates_000");
        assertThat(names(page(Set.of(), Set.of("plates:read")))).isEmpty();
    }

    @Test
    void pages_are_ordered_and_hold_every_tool_once() throws IOException {
        var names = new ArrayList<String>();
        var after = "";
        for (int pages = 1; ; pages++) {
            var page = page(Set.of("cups"), Set.of("cups:read"), after);
            names.addAll(names(page));
            var cursor = page.path("nextCursor").textValue();
            if (cursor == null) {
                assertThat(pages).isEqualTo(3);
                break;
            }
            after = names.getLast();
            assertThat(cursor).isNotBlank();
        }

        assertThat(names).hasSize(TOOLS).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_cursor_is_good_for_its_revision_and_key_only() {
        var cursor = new ListCursors(KEY, "a").after("get_cup");

        assertThat(new ListCursors(KEY, "a").name(cursor)).isEqualTo("get_cup");
        assertThat(new ListCursors(KEY, "b").name(cursor)).isNull();
        assertThat(new ListCursors(new byte[] {1, 2, 3}, "a").name(cursor)).isNull();
        assertThat(new ListCursors(KEY, "a").name("x" + cursor.substring(1))).isNull();
        assertThat(new ListCursors(KEY, "a").name("???")).isNull();
    }

    @Test
    void callers_with_the_same_rights_share_the_bytes() {
        var one = reach(Set.of("cups"), Set.of("cups:read"));
        var other = reach(Set.of("cups"), Set.of("cups:read"));

        assertThat(lists.page(one, ToolForm.PLAIN, "")).isSameAs(lists.page(other, ToolForm.PLAIN, ""));
    }

    private JsonNode page(Set<String> modules, Set<String> scopes) throws IOException {
        return page(modules, scopes, "");
    }

    private JsonNode page(Set<String> modules, Set<String> scopes, String after) throws IOException {
        var members = lists.page(reach(modules, scopes), ToolForm.PLAIN, after);
        return Json.MAPPER.readTree('{' + new String(members.json(), StandardCharsets.UTF_8) + '}');
    }

    private EntitlementKey reach(Set<String> modules, Set<String> scopes) {
        var rights = scopes.stream().map(Scope::new).toList();
        return new EntitlementKey(
                catalogue.switches().mask(modules), catalogue.scopes().mask(rights));
    }

    private static List<String> names(JsonNode page) {
        var names = new ArrayList<String>();
        page.path("tools").forEach(tool -> names.add(tool.path("name").asText()));
        return names;
    }

    private static Cups module(String key, int count) {
        var operations = new ArrayList<Operation<?, ?>>();
        for (int i = 0; i < count; i++) {
            var number = String.format(Locale.ROOT, "%03d", i);
            operations.add(Declaration.read("get_" + key + '_' + number, "cup")
                    .summary("Get")
                    .audited("get")
                    .app("GET", "/v1/" + key + '/' + number, scoped(key + ":read"))
                    .takes(Nothing.class, "{}")
                    .gives(Nothing.class));
        }
        return new Cups(key, key, operations);
    }
}
