package dev.tollgate.records.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnTypeTest {

    public record Line(
            BigDecimal quantity,

            @JsonProperty(access = JsonProperty.Access.READ_ONLY) @Nullable Long amountCents) {}

    public record Holder(Line line, List<Line> lines, List<LocalDate> days, Map<String, Line> named) {}

    private static final Line LINE = new Line(new BigDecimal("99999999999.1234"), 5L);

    @Test
    void a_document_is_read_as_it_was_stored_also_what_callers_cannot_send() {
        var values = List.<Object>of(
                LINE,
                List.of(LINE, new Line(new BigDecimal("0.1"), null)),
                List.of(LocalDate.of(2026, 2, 28)),
                Map.of("one", LINE));
        var components = Holder.class.getRecordComponents();

        for (int i = 0; i < components.length; i++) {
            var type = ColumnType.of(components[i]);
            assertThat(type.read().apply(overTheWire(type.stored().apply(values.get(i)))))
                    .isEqualTo(values.get(i));
        }
    }

    public record Tree(JsonObject tree) {}

    @Test
    void a_fraction_in_free_JSON_is_the_nearest_finite_double() {
        var type = ColumnType.of(Tree.class.getRecordComponents()[0]);
        var given = new JsonObject()
                .put("large", new BigDecimal("1e309"))
                .put("low", new BigDecimal("-1e309"))
                .put("list", new JsonArray().add(new BigDecimal("0.1")));

        var normal = type.normal().apply(given);

        assertThat(normal)
                .isEqualTo(new JsonObject()
                        .put("large", Double.MAX_VALUE)
                        .put("low", -Double.MAX_VALUE)
                        .put("list", new JsonArray().add(0.1)));
        assertThat(type.read().apply(overTheWire(type.stored().apply(normal)))).isEqualTo(normal);
    }

    private static Object overTheWire(Object json) {
        return json instanceof JsonArray array
                ? new JsonArray(array.encode())
                : new JsonObject(((JsonObject) json).encode());
    }
}
