package dev.tollgate.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.answer.BaseUrls;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.ModuleProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a reader finds on the page of a module. */
class ModulePagesTest {

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());
    private static final OpenApi OPEN_API = new OpenApi(
            CATALOGUE, PriceBook.shipped(), Instant.EPOCH, BaseUrls.of("https://tollgate.example"), ErrorCode.all());
    private static final Map<String, String> PAGES =
            new ModulePages(CATALOGUE, PriceBook.shipped(), Instant.EPOCH, OPEN_API.document(Plane.APP)).pages();

    @Test
    void every_argument_of_every_operation_is_on_the_page_of_its_module() {
        var missing = new ArrayList<String>();
        var ofOne = CATALOGUE.faces(Plane.APP).stream()
                .filter(face -> !(face.operation().answer() instanceof Answer.Batched<?>))
                .toList();
        for (var face : ofOne) {
            var page = page(face.module().key());
            var arguments = face.rest().schema().document().path("properties").properties();
            for (var argument : arguments) {
                var name = argument.getKey();
                if (!page.contains("| `" + name + "` |") && !OperationFields.COMMON.contains(name)) {
                    missing.add(face.operation().name() + ' ' + name);
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void arguments_of_an_operation_that_is_no_crud_are_listed_with_those_inside_them() {
        assertThat(section("bi", "track_events"))
                .contains(
                        "| argument | type | meaning |",
                        "| `events` | list of object, required |",
                        "| `events[].event_id` | string |");
        assertThat(section("analytics", "resolve_violation")).contains("| `resolution` | `accept`");
        assertThat(section("tasks", "create_task")).doesNotContain("| argument |");
    }

    @Test
    void an_answer_that_is_no_record_of_the_page_is_listed() {
        assertThat(section("assets", "get_asset_download_url")).contains("| answer | type | meaning |", "| `url` |");
        assertThat(section("bi", "track_events")).contains("| `accepted` | integer |");
        assertThat(section("tasks", "get_task")).doesNotContain("| answer |");
    }

    private static String page(String module) {
        return Objects.requireNonNull(PAGES.get("modules/" + module + ".md"));
    }

    private static String section(String module, String operation) {
        var page = page(module);
        var from = page.indexOf("### `" + operation + "`");
        var to = page.indexOf("\n### ", from);
        return page.substring(from, to < 0 ? page.length() : to);
    }
}
