package dev.tollgate.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.input.ParsedInput;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.catalogue.input.StrictJson;
import dev.tollgate.records.table.Batch;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InputTest {

    private static final Catalogue CATALOGUE = Samples.catalogue();
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final String CUP = TypeId.text(Samples.CupId.class, ID);

    @Test
    void a_body_becomes_the_input_record() {
        var parsed = rest(Samples.CREATE, "/v1/cups", "", """
                {"title":"Blue","colour":"light_blue","due_at":"2026-01-31T09:30:00Z","custom_fields":{"n":1}}""");

        var input = valid(parsed).input();
        assertThat(input.title()).isEqualTo("Blue");
        assertThat(input.colour()).isEqualTo(Samples.Colour.LIGHT_BLUE);
        assertThat(input.dueAt()).isEqualTo(Instant.parse("2026-01-31T09:30:00Z"));
        assertThat(input.customFields()).isEqualTo(Map.of("n", 1));
    }

    @Test
    void all_faults_of_a_body_are_named_at_once_in_words() {
        var parsed = rest(Samples.CREATE, "/v1/cups", "", """
                {"colour":"green","volume":0,"due_at":"soon","size":1,"custom_fields":{"deep":{"er":1}}}""");

        assertThat(faults(parsed))
                .containsExactlyInAnyOrder(
                        new FieldError("title", "is required"),
                        new FieldError("colour", "must be one of red, light_blue, null"),
                        new FieldError("volume", "must be at least 1"),
                        new FieldError(
                                "due_at", "must be a time such as 2026-01-31T09:30:00Z, or a day such as 2026-01-31"),
                        new FieldError(
                                "size",
                                "is not a field of this input."
                                        + " Fields: title, colour, volume, due_at, custom_fields"),
                        new FieldError("custom_fields.deep", "must be a string or a number or true or false or null"));
    }

    @Test
    void a_day_alone_is_its_start_in_utc() {
        var parsed = rest(Samples.CREATE, "/v1/cups", "", "{\"title\":\"Blue\",\"due_at\":\"2026-12-04\"}");

        assertThat(valid(parsed).input().dueAt()).isEqualTo(Instant.parse("2026-12-04T00:00:00Z"));
    }

    @Test
    void a_day_that_is_none_is_refused() {
        var parsed = rest(Samples.CREATE, "/v1/cups", "", "{\"title\":\"Blue\",\"due_at\":\"2026-13-04\"}");

        assertThat(faults(parsed)).extracting(FieldError::field).containsExactly("due_at");
    }

    @Test
    void the_fields_there_are_are_listed_once_without_those_of_the_path() {
        var parsed = rest(Samples.UPDATE, "/v1/cups/" + CUP, "", "{\"titles\":\"x\",\"color\":\"red\",\"ix\":1}");

        assertThat(faults(parsed))
                .extracting(FieldError::message)
                .containsExactlyInAnyOrder(
                        "is not a field of this input; did you mean title? Fields: title, colour, maker",
                        "is not a field of this input; did you mean colour?",
                        "is not a field of this input");
    }

    @Test
    void a_fault_in_a_batch_is_the_fault_of_its_item_only() {
        var batch = valid(rest(Samples.BATCH, "/v1/cups/batch", "", """
                {"items":[{"title":"ok"},{"title":"far too long for it"},{"titel":"x"},7,{"title":"a\\u0000"}]}""")).input();

        assertThat(batch.items()).containsExactly(new Samples.CupItem("ok"));
        assertThat(batch.faulty().keySet()).containsExactly(1, 2, 3, 4);
        assertThat(faults(batch, 1)).containsExactly(new FieldError("title", "must have at most 10 characters"));
        assertThat(faults(batch, 2))
                .containsExactlyInAnyOrder(
                        new FieldError("title", "is required"),
                        new FieldError("titel", "is not a field of this input; did you mean title? Fields: title"));
        assertThat(faults(batch, 3)).containsExactly(new FieldError("item", "must be an object"));
        assertThat(faults(batch, 4)).extracting(FieldError::field).containsExactly("title");
    }

    @Test
    void the_work_on_a_batch_was_refused_in_the_share_of_its_faulty_items() {
        var one = rest(Samples.BATCH, "/v1/cups/batch", "", "{\"items\":[{\"title\":\"ok\"},{},{\"title\":\"ok\"},7]}");
        var none = rest(Samples.BATCH, "/v1/cups/batch", "", "{\"items\":[{\"title\":\"ok\"}]}");
        var whole = rest(Samples.BATCH, "/v1/cups/batch", "", "{\"items\":[]}");

        assertThat(one.refusedNanos(1_000)).isEqualTo(500);
        assertThat(none.refusedNanos(1_000)).isZero();
        assertThat(whole.refusedNanos(1_000)).isEqualTo(1_000);
    }

    @Test
    void a_body_that_is_no_batch_is_refused_as_a_whole() {
        assertThat(faults(rest(Samples.BATCH, "/v1/cups/batch", "", "{\"items\":[]}")))
                .containsExactly(new FieldError("items", "must not be empty"));
        assertThat(faults(rest(Samples.BATCH, "/v1/cups/batch", "", "{\"items\":[{\"title\":\"ok\"}],\"faulty\":{}}")))
                .containsExactly(new FieldError("faulty", "is not a field of this input. Fields: items"));
        assertThat(faults(rest(Samples.BATCH, "/v1/cups/batch", "", "{\"items\":{}}")))
                .containsExactly(new FieldError("items", "must be a list"));
    }

    private static List<FieldError> faults(Batch<?> batch, int index) {
        return Objects.requireNonNull(batch.faulty().get(index)).refusal().fieldErrors();
    }

    @Test
    void text_that_cannot_be_stored_is_refused() {
        assertThat(faults(rest(Samples.CREATE, "/v1/cups", "", "{\"title\":\"a\\u0000b\"}")))
                .extracting(FieldError::field)
                .containsExactly("title");
        assertThat(faults(rest(Samples.CREATE, "/v1/cups", "", "{\"title\":\"a\\ud800b\"}")))
                .extracting(FieldError::field)
                .containsExactly("title");
    }

    @Test
    void a_number_beyond_its_type_is_refused() {
        assertThat(faults(rest(Samples.CREATE, "/v1/cups", "", "{\"title\":\"a\",\"volume\":99999999999}")))
                .containsExactly(new FieldError("volume", "is out of range"));
        assertThat(faults(rest(Samples.CREATE, "/v1/cups", "", "{\"title\":\"a\",\"custom_fields\":{\"x\":1e400}}")))
                .extracting(FieldError::field)
                .containsExactly("custom_fields.x");
    }

    @Test
    void a_patch_keeps_what_is_absent_clears_null_and_sets_the_rest() {
        var parsed = rest(Samples.UPDATE, "/v1/cups/" + CUP, "", "{\"colour\":null}");

        assertThat(valid(parsed).input())
                .isEqualTo(new Samples.CupPatch(new Samples.CupId(ID), Patch.keep(), Patch.clear(), Patch.keep()));
    }

    @Test
    void a_required_field_cannot_be_cleared() {
        var parsed = rest(Samples.UPDATE, "/v1/cups/" + CUP, "", "{\"title\":null}");

        assertThat(faults(parsed)).containsExactly(new FieldError("title", "must be a string"));
    }

    @Test
    void the_limits_of_a_field_hold_in_a_patch_too() {
        var parsed = rest(Samples.UPDATE, "/v1/cups/" + CUP, "", "{\"title\":\"\"}");

        assertThat(faults(parsed)).containsExactly(new FieldError("title", "must not be empty"));
    }

    @Test
    void the_limits_of_the_value_inside_a_patch_hold_and_blank_text_is_none() {
        assertThat(faults(rest(Samples.UPDATE, "/v1/cups/" + CUP, "", "{\"maker\":\"too long\"}")))
                .containsExactly(new FieldError("maker", "must have at most 5 characters"));
        assertThat(faults(rest(Samples.UPDATE, "/v1/cups/" + CUP, "", "{\"maker\":\"  \"}")))
                .containsExactly(new FieldError("maker", "must not be blank"));
        assertThat(faults(rest(Samples.UPDATE, "/v1/cups/" + CUP, "", "{\"maker\":null}")))
                .containsExactly(new FieldError("maker", "must be a string"));
    }

    @Test
    void a_malformed_id_in_the_path_is_not_found() {
        assertThat(refusal(rest(Samples.GET, "/v1/cups/cup_1", "", null))).isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(refusal(rest(Samples.GET, "/v1/cups/" + CUP.replace("cup_", "mug_"), "", null)))
                .isInstanceOf(Refusal.ResourceNotFound.class);
    }

    @Test
    void a_path_field_in_the_body_is_refused() {
        var parsed = rest(Samples.UPDATE, "/v1/cups/" + CUP, "", "{\"id\":\"" + CUP + "\"}");

        assertThat(faults(parsed))
                .containsExactly(new FieldError("body.id", "is a path parameter, not a field of the body"));
    }

    @Test
    void query_parameters_are_read_by_the_type_of_their_field() {
        var parsed = rest(Samples.LIST, "/v1/cups", "limit=5&colour=red&custom_fields.size=big", null);

        assertThat(valid(parsed).input())
                .isEqualTo(new Samples.CupQuery(Samples.Colour.RED, Map.of("size", "big"), 5, null));
    }

    @Test
    void faulty_query_parameters_are_named_at_once() {
        var parsed = rest(Samples.LIST, "/v1/cups", "limit=101&colour=red&colour=red&page=2", null);

        assertThat(faults(parsed))
                .containsExactlyInAnyOrder(
                        new FieldError("colour", "is given more than once"),
                        new FieldError("limit", "must be at most 100"),
                        new FieldError(
                                "page", "is not a field of this input. Fields: colour, custom_fields, limit, cursor"));
    }

    @Test
    void a_body_that_is_no_object_and_a_query_beside_a_body_are_refused() {
        assertThat(faults(rest(Samples.CREATE, "/v1/cups", "title=x", "[]")))
                .contains(
                        new FieldError("body", "must be a JSON object"),
                        new FieldError("title", "is not a query parameter of this operation"));
    }

    @Test
    void a_dry_run_is_asked_for_in_the_query() {
        var parsed = rest(Samples.CREATE, "/v1/cups", "dry_run=true", "{\"title\":\"x\"}");

        assertThat(valid(parsed).conditions().dryRun()).isTrue();
    }

    @Test
    void tool_arguments_hold_fields_and_conditions_side_by_side() {
        var parsed = tool(
                Samples.UPDATE,
                "{\"id\":\"" + CUP + "\",\"title\":\"New\",\"idempotency_key\":\"k1\",\"if_version\":3}");

        assertThat(valid(parsed))
                .isEqualTo(new ParsedInput.Valid<>(
                        new Samples.CupPatch(new Samples.CupId(ID), Patch.set("New"), Patch.keep(), Patch.keep()),
                        new Conditions("k1", 3L, null, false)));
    }

    @Test
    void faulty_tool_arguments_are_named_at_once() {
        var parsed = tool(Samples.UPDATE, "{\"id\":\"cup_1\",\"if_version\":0,\"dry_run\":true}");

        assertThat(faults(parsed))
                .containsExactlyInAnyOrder(
                        new FieldError("id", "must be an id that starts with cup_"),
                        new FieldError("if_version", "must be at least 1"),
                        new FieldError(
                                "dry_run",
                                "is not a field of this input."
                                        + " Fields: id, title, colour, maker, idempotency_key, if_version, fields,"
                                        + " detailed"));
    }

    @SuppressWarnings("unchecked")
    private static <I> ParsedInput<I> rest(
            Operation<I, ?> operation, String path, String query, @Nullable String body) {
        var face = (CompiledFace<I, ?>) CATALOGUE.face(operation.name(), Plane.APP);
        var method = face.face().route().method();
        var found = (RouteTrie.Match.Found<?>) CATALOGUE.routes().match(method, path);
        assertThat(found.target()).isSameAs(face);
        var parameters = MultiMap.caseInsensitiveMultiMap();
        for (var pair : query.isEmpty() ? new String[0] : query.split("&")) {
            parameters.add(pair.split("=")[0], pair.split("=")[1]);
        }
        return face.rest().read(found, parameters, body == null ? null : json(body), Conditions.NONE, ZoneOffset.UTC);
    }

    @SuppressWarnings("unchecked")
    private static <I> ParsedInput<I> tool(Operation<I, ?> operation, String arguments) {
        return ((CompiledFace<I, ?>) CATALOGUE.tools().get(operation.name()))
                .tool()
                .read(json(arguments));
    }

    private static JsonNode json(String text) {
        return ((StrictJson.Text.Tree) StrictJson.read(text.getBytes(StandardCharsets.UTF_8))).node();
    }

    private static <I> ParsedInput.Valid<I> valid(ParsedInput<I> parsed) {
        assertThat(parsed).isInstanceOf(ParsedInput.Valid.class);
        return (ParsedInput.Valid<I>) parsed;
    }

    private static Refusal refusal(ParsedInput<?> parsed) {
        assertThat(parsed).isInstanceOf(ParsedInput.Invalid.class);
        return ((ParsedInput.Invalid<?>) parsed).refusal();
    }

    private static List<FieldError> faults(ParsedInput<?> parsed) {
        return ((Refusal.ValidationFailed) refusal(parsed)).fieldErrors();
    }
}
