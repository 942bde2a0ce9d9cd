package dev.tollgate.gateway.answer;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Tabular;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes tables as comma-separated values (RFC 4180): a header line with the names that JSON uses, which end in their
 * unit, then a line per row; a record in a row has a column per field ({@code actor_id}). A text that a spreadsheet
 * would take for a formula gets an apostrophe before it.
 */
public final class CsvTables {

    private static final String FORMULA_STARTS = "=+-@\t\r";
    private static final Set<Class<?>> FREE = Set.of(JsonObject.class, List.class, Map.class);
    private static final ObjectWriter LINES = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build()
            .writer(CsvSchema.emptySchema().withLineSeparator("\r\n"));

    private CsvTables() {}

    /** The rows of a page, or of a record that is a table. */
    public static Buffer bytes(Answer<?> declaration, Object answer) {
        return switch (answer) {
            case Page<?> page -> bytes(declaration.element(), page.items());
            case Tabular<?> table -> bytes(table.rowType(), table.rows());
            default -> throw new IllegalStateException(answer.getClass() + " is no table");
        };
    }

    private static Buffer bytes(Class<?> rowType, List<?> rows) {
        var columns = columns(rowType, "");
        var bytes = new ByteArrayOutputStream();
        try (var lines = LINES.writeValues(bytes)) {
            var _ = lines.write(columns.stream().map(Column::name).toArray(String[]::new));
            for (var row : rows) {
                JsonNode tree = Json.MAPPER.valueToTree(row);
                var _ = lines.write(columns.stream()
                        .map(column -> cell(tree.at(column.path())))
                        .toArray());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    /** A column, and where its value is in the JSON of a row. */
    private record Column(String name, JsonPointer path) {}

    /** The columns of a record in a row take its name before their own; lists and free objects have none. */
    private static List<Column> columns(Class<?> record, String parent) {
        var columns = new ArrayList<Column>();
        for (var component : record.getRecordComponents()) {
            var name = parent + PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
            var type = component.getType();
            if (type.isRecord() && !Id.class.isAssignableFrom(type)) {
                columns.addAll(columns(type, name + '/'));
            } else if (!FREE.contains(type)) {
                columns.add(new Column(name.replace('/', '_'), JsonPointer.compile('/' + name)));
            }
        }
        return columns;
    }

    /** An absent value is an empty text: the writer would omit a null and shift the cells after it. */
    private static Object cell(JsonNode value) {
        if (value.isNumber()) {
            return value.numberValue();
        }
        return value.isMissingNode() || value.isNull() ? "" : harmless(value.asText());
    }

    private static String harmless(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? '\'' + text : text;
    }
}
