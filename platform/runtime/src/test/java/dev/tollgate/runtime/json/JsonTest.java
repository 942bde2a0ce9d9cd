package dev.tollgate.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Patch;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
    public record Note(
            TenantId tenantId,
            Instant createdAt,
            Actor.Kind kind,
            @Nullable String body,
            List<String> labels,
            JsonObject customFields) {}

    public record Update(Patch<String> title, Patch<Long> amountMicros, Patch<List<String>> labels) {}

    @Test
    void a_record_comes_back_as_it_was() {
        var note = new Note(
                new TenantId(UUID.randomUUID()),
                Instant.parse("2026-01-02T03:04:05.678Z"),
                Actor.Kind.API_KEY,
                "text",
                List.of("a"),
                new JsonObject().put("deep", new JsonObject().put("n", 1)));

        var back = Json.read(Json.bytes(note), Note.class);

        assertThat(back).isEqualTo(note);
    }

    @Test
    void names_are_snake_case_enums_lower_case_ids_text_and_nulls_absent() {
        var id = new TenantId(UUID.randomUUID());
        var note = new Note(id, Instant.EPOCH, Actor.Kind.API_KEY, null, List.of(), new JsonObject());

        var text = Json.text(note);

        assertThat(text)
                .isEqualTo("{\"tenant_id\":\"" + id.text() + "\",\"created_at\":\"1970-01-01T00:00:00Z\","
                        + "\"kind\":\"api_key\",\"labels\":[],\"custom_fields\":{}}");
    }

    @Test
    void a_patch_field_tells_absent_null_and_value_apart() {
        var update = Json.read("{\"title\":null,\"labels\":[\"x\"]}", Update.class);

        assertThat(update.title()).isEqualTo(Patch.clear());
        assertThat(update.amountMicros()).isEqualTo(Patch.keep());
        assertThat(update.labels()).isEqualTo(Patch.set(List.of("x")));
        assertThat(Json.text(update)).isEqualTo("{\"title\":null,\"labels\":[\"x\"]}");
    }

    @Test
    void what_is_not_exactly_right_is_refused() {
        var foreign = new WorkspaceId(UUID.randomUUID()).text();

        assertThatThrownBy(() -> Json.read("{\"titel\":\"x\"}", Update.class)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Json.read("{} {}", Update.class)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Json.read("{\"amount_micros\":1.5}", Update.class))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Json.read("{\"amount_micros\":\"1\"}", Update.class))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Json.read("\"" + foreign + "\"", TenantId.class))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Json.read("[".repeat(100) + "]".repeat(100), Object.class))
                .isInstanceOf(UncheckedIOException.class);
    }
}
