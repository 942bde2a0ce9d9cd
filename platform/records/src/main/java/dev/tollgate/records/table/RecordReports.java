package dev.tollgate.records.table;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.report.ReportColumns;
import dev.tollgate.records.report.ReportField;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The records of one table as the rows of reports. */
public final class RecordReports {

    private final TableDeclaration<?> table;

    RecordReports(TableDeclaration<?> table) {
        this.table = table;
    }

    /** The columns that reports can use. */
    public List<ReportField> fields() {
        return RecordColumns.fields(table);
    }

    /** The id in a text of a caller; null if it is none of this column's. */
    public @Nullable UUID id(String field, String text) {
        return RecordColumns.id(table, field, text);
    }

    /** The records of the call's workspace. */
    public ReportColumns columns(Call<?> call) {
        return new RecordColumns(table, call.caller().workspaceId());
    }
}
