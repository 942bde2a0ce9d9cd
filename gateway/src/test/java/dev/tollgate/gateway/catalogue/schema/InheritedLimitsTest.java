package dev.tollgate.gateway.catalogue.schema;

import static dev.tollgate.contract.operation.Declaration.scoped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CatalogueRejected;
import dev.tollgate.gateway.catalogue.Samples;
import dev.tollgate.records.page.ListQuery;
import dev.tollgate.runtime.json.Json;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an input takes over from the component of the same name of the record that its operation gives. */
class InheritedLimitsTest {

    @IdPrefix("cup")
    public record CupId(UUID value) implements Id {}

    record Cup(
            CupId id,
            long version,
            @NotBlank @Size(max = 10) String label,
            @Size(max = 4) List<@NotBlank @Pattern(regexp = "[a-z ]{1,3}") String> tags,
            @Nullable Map<String, @Size(max = 3) String> notes)
            implements Resource {}

    record NewCup(String label, List<String> tags) {}

    record CupPatch(CupId id, Patch<String> label, Patch<List<String>> tags) {}

    record CupQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String label) implements ListQuery {}

    record NotedCup(Map<String, String> notes) {}

    record LimitedCup(Map<String, @Size(max = 2) String> notes) {}

    /** The beginning of a patch. */
    private static final String NAMED = "{\"id\": \"" + TypeId.text(CupId.class, new UUID(0, 1)) + "\", ";

    private static final Operation<NewCup, Cup> CREATE = Declaration.create("create_cup", "cup")
            .summary("Create a cup")
            .app("POST", "/v1/cups", scoped("cups:write"))
            .takes(NewCup.class, "{\"label\": \"Blue\", \"tags\": [\"old\"]}")
            .gives(Cup.class);

    private static final Operation<CupPatch, Cup> UPDATE = Declaration.write("update_cup", "cup")
            .summary("Change a cup")
            .app("PATCH", "/v1/cups/{id}", scoped("cups:write"))
            .takes(CupPatch.class)
            .gives(Cup.class);

    private static final Operation<CupQuery, Page<Cup>> LIST = Declaration.read("list_cups", "cup")
            .summary("List cups")
            .app("GET", "/v1/cups", scoped("cups:read"))
            .takes(CupQuery.class, "{}")
            .givesPage(Cup.class);

    private static <I> Operation<I, Cup> noting(Class<I> input) {
        return Declaration.write("note_cup", "cup")
                .summary("Note on a cup")
                .app("POST", "/v1/cups/note", scoped("cups:write"))
                .takes(input, "{\"notes\": {}}")
                .gives(Cup.class);
    }

    /** The fields that are refused. */
    private static TreeSet<String> refused(Operation<?, ?> operation, String input) throws Exception {
        var face = Catalogue.of(List.of(Samples.Module.of(operation))).face(operation.name(), Plane.APP);
        JsonNode tree = Json.MAPPER.readTree(input);
        var fields = new TreeSet<String>();
        face.rest().schema().faults(tree).stream().map(FieldError::field).forEach(fields::add);
        return fields;
    }

    @Test
    void a_text_that_must_not_be_blank_is_none_where_it_is_created_or_changed() throws Exception {
        assertThat(refused(CREATE, "{\"label\": \"  \", \"tags\": []}")).containsExactly("label");
        assertThat(refused(UPDATE, NAMED + "\"label\": \"\\t\"}")).containsExactly("label");
        assertThat(refused(UPDATE, NAMED + "\"label\": null}")).containsExactly("label");
        assertThat(refused(UPDATE, NAMED + "\"label\": \"Blue\"}")).isEmpty();
    }

    @Test
    void elements_of_a_list_keep_their_limits() throws Exception {
        var tags = "\"tags\": [\"old\", \"\", \" \", \"large\", \"a1\"]}";

        assertThat(refused(CREATE, "{\"label\": \"Blue\", " + tags))
                .containsExactly("tags", "tags[1]", "tags[2]", "tags[3]", "tags[4]");
        assertThat(refused(UPDATE, NAMED + tags)).containsExactly("tags", "tags[1]", "tags[2]", "tags[3]", "tags[4]");
    }

    @Test
    void a_filter_takes_any_text() throws Exception {
        assertThat(refused(LIST, "{\"label\": \" \"}")).isEmpty();
        assertThat(refused(LIST, "{\"label\": \"longer than ten\"}")).containsExactly("label");
    }

    @Test
    void a_limit_that_is_not_taken_over_is_repeated_or_refused_at_start() throws Exception {
        var rejected =
                catchThrowableOfType(CatalogueRejected.class, () -> refused(noting(NotedCup.class), "{\"notes\": {}}"));

        assertThat(rejected.faults())
                .singleElement()
                .asString()
                .startsWith("note_cup cannot be described")
                .contains("notes", "repeat them");
        assertThat(refused(noting(LimitedCup.class), "{\"notes\": {\"a\": \"abc\"}}"))
                .containsExactly("notes.a");
    }
}
