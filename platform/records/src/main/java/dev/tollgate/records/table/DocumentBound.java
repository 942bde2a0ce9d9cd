package dev.tollgate.records.table;

import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.shape.RecordShape;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A bound on the free JSON in the pages of one table, as bytes of text: a page ends with the record that exceeds it,
 * and the JSON of the records behind that one stays in the database, where small bytes cannot become large objects.
 */
final class DocumentBound {

    private static final String BYTES_BEFORE = "bytes_before";

    private final List<String> columns;
    private final List<String> documents;

    DocumentBound(TableDeclaration<?> table) {
        this.columns = table.shape.columns().stream()
                .map(RecordShape.StoredField::name)
                .toList();
        this.documents = table.shape.columns().stream()
                .filter(column -> column.field() == JsonObject.class && table.lists.has(column))
                .map(RecordShape.StoredField::name)
                .toList();
    }

    /**
     * The statement of a page, within the bound, and with the bytes before each record behind its columns.
     *
     * @param page gives the columns of the table and these, in its order
     */
    String of(String page, String... more) {
        if (documents.isEmpty()) {
            return page;
        }
        var shown = Stream.concat(columns.stream().map(this::shown), Stream.of(more));
        var bytes = documents.stream()
                .map(document -> "COALESCE(octet_length(\"" + document + "\"::text), 0)")
                .collect(Collectors.joining(" + "));
        return """
                SELECT %s, bytes_before FROM (
                       SELECT placed.*, COALESCE(sum(%s) OVER (ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING
                              AND 1 PRECEDING), 0) AS bytes_before
                         FROM (SELECT page.*, row_number() OVER () AS place FROM (%s) page) placed) measured
                 ORDER BY place
                """.formatted(shown.collect(Collectors.joining(", ")), bytes, page);
    }

    private String shown(String column) {
        return documents.contains(column)
                ? "CASE WHEN bytes_before <= " + PageSize.TEXT_MAX + " THEN \"" + column + "\" END AS \"" + column + '"'
                : '"' + column + '"';
    }

    /** Whether a page ends before this record. */
    boolean isExceeded(Row row) {
        return !documents.isEmpty() && row.getLong(BYTES_BEFORE) > PageSize.TEXT_MAX;
    }
}
