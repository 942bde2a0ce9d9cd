package dev.tollgate.modules.bi.query.answer;

import dev.tollgate.records.report.ReportField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer as rows, as datasets keep it.
 *
 * @param rows values in the order of the columns: texts, numbers or null
 */
public record InsightTable(List<ReportField> columns, List<List<@Nullable Object>> rows) {

    /**
     * Where reading of rows ends.
     *
     * @param rows at most, and one more
     * @param chars of texts at most, exceeded by the last rows
     */
    public record Limit(int rows, long chars) {}

    public InsightTable {
        columns = List.copyOf(columns);
    }
}
