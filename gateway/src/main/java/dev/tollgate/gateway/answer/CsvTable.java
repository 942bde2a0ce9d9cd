package dev.tollgate.gateway.answer;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SequenceWriter;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A table as comma-separated values (RFC 4180): a header line with the names that JSON uses, which end in their unit,
 * then a line per row; a record in a row has a column per field ({@code actor_id}). A text that a spreadsheet would
 * take for a formula gets an apostrophe before it, also behind a semicolon, which many of them read as the end of a
 * cell.
 *
 * <p>It is made piece by piece: a piece ends with the line that makes it larger, or its making longer, than a limit, so
 * that an event loop that makes one is soon free again. Confined to one thread.
 */
public final class CsvTable implements Iterator<Buffer> {

    static final int PIECE_BYTES_MAX = 64 << 10;
    static final Duration PIECE_TIME_MAX = Duration.ofMillis(5);

    /** Lines between two looks at the time and the size: the writer knows the size of what it has flushed only. */
    private static final int LINES_OF_A_LOOK = 8;

    /** Signs of a formula, also in full width, and blanks that are passed over before one. */
    private static final String FORMULA_STARTS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n";

    /** A place within a text at which a cell begins for a reader that takes a semicolon for the separator. */
    private static final Pattern FORMULA_WITHIN =
            Pattern.compile("(?<=[;\\r\\n])(?=\\t*[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20])");

    private static final Set<Class<?>> FREE = Set.of(JsonObject.class, List.class, Map.class);
    private static final ObjectWriter LINES = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build()
            .writer(CsvSchema.emptySchema().withLineSeparator("\r\n"));

    /** A column, and where its value is in the JSON of a row. */
    private record Column(String name, JsonPointer path) {}

    private final List<Column> columns;
    private final Iterator<?> rows;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final SequenceWriter lines;
    private boolean begun;

    private CsvTable(Class<?> rowType, List<?> rows) {
        this.columns = columns(rowType, "");
        this.rows = rows.iterator();
        try {
            this.lines = LINES.writeValues(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The rows of a page, or of a record that is a table. */
    public static CsvTable of(Answer<?> declaration, Object answer) {
        return switch (answer) {
            case Page<?> page -> new CsvTable(declaration.element(), page.items());
            case Tabular<?> table -> new CsvTable(table.rowType(), table.rows());
            default -> throw new IllegalStateException(answer.getClass() + " is no table");
        };
    }

    /** Whether a piece is left; a table without rows has one. */
    @Override
    public boolean hasNext() {
        return !begun || rows.hasNext();
    }

    /** The next lines; the first piece begins with the header. */
    @Override
    public Buffer next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        long untilNanos = System.nanoTime() + PIECE_TIME_MAX.toNanos();
        try {
            if (!begun) {
                begun = true;
                var _ = lines.write(columns.stream().map(Column::name).toArray(String[]::new));
            }
            do {
                for (int line = 0; line < LINES_OF_A_LOOK && rows.hasNext(); line++) {
                    write(Json.MAPPER.valueToTree(rows.next()));
                }
                lines.flush();
            } while (rows.hasNext() && bytes.size() < PIECE_BYTES_MAX && System.nanoTime() - untilNanos < 0);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        var piece = Buffer.buffer(bytes.toByteArray());
        bytes.reset();
        return piece;
    }

    private void write(JsonNode row) throws IOException {
        var _ = lines.write(
                columns.stream().map(column -> cell(row.at(column.path()))).toArray());
    }

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
        var begun = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? '\'' + text : text;
        return FORMULA_WITHIN.matcher(begun).replaceAll("'");
    }
}
