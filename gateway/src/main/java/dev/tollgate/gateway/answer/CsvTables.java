package dev.tollgate.gateway.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Tabular;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * Writes tables as comma-separated values (RFC 4180): a header line with the names that JSON uses, which end in their
 * unit, then a line per row. A text that a spreadsheet would take for a formula gets an apostrophe before it.
 */
public final class CsvTables {

    private static final String FORMULA_STARTS = "=+-@\t\r";
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
        var columns = columns(rowType);
        var bytes = new ByteArrayOutputStream();
        try (var lines = LINES.writeValues(bytes)) {
            var _ = lines.write(columns);
            for (var row : rows) {
                var _ = lines.write(cells(columns, Json.MAPPER.valueToTree(row)));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static String[] columns(Class<?> rowType) {
        return Arrays.stream(rowType.getRecordComponents())
                .map(RecordComponent::getName)
                .map(PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE::translate)
                .toArray(String[]::new);
    }

    private static Object[] cells(String[] columns, JsonNode row) {
        Object[] cells = new Object[columns.length];
        for (int at = 0; at < columns.length; at++) {
            cells[at] = cell(row.path(columns[at]));
        }
        return cells;
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
