package dev.tollgate.modules.bi.query.source;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.report.Binds;
import dev.tollgate.records.report.FieldType;
import dev.tollgate.records.report.Report;
import dev.tollgate.records.report.Report.Filter;
import dev.tollgate.records.report.ReportColumns;
import dev.tollgate.records.report.ReportField;
import dev.tollgate.records.report.TypedConditions;
import java.util.List;
import java.util.UUID;

/** The rows that the last run of a dataset has left, for reports. Each row is a list of values. */
final class RowColumns implements ReportColumns {

    private final WorkspaceId workspace;
    private final UUID run;
    private final List<ReportField> fields;

    RowColumns(WorkspaceId workspace, UUID run, List<ReportField> fields) {
        this.workspace = workspace;
        this.run = run;
        this.fields = List.copyOf(fields);
    }

    @Override
    public String rows(Binds binds) {
        return "bi.result p CROSS JOIN LATERAL jsonb_array_elements(p.rows) AS r (v) WHERE p.workspace_id = "
                + binds.uuid(workspace.value())
                + " AND p.run_id = "
                + binds.uuid(run);
    }

    @Override
    public String text(String field, Binds binds) {
        return "left(r.v ->> " + place(field) + ", " + GROUP_CHARS_MAX + ")";
    }

    @Override
    public String countedText(String field, Binds binds) {
        return "r.v ->> " + place(field);
    }

    @Override
    public String number(String field, Binds binds) {
        return "(r.v ->> " + place(field) + ")::numeric";
    }

    @Override
    public String time(String field, Report.Period period, Binds binds) {
        return "(r.v ->> " + place(field) + ")::timestamptz";
    }

    @Override
    public String condition(Filter filter, Binds binds) {
        var text = "(r.v ->> " + place(filter.field()) + ")";
        return TypedConditions.of(
                switch (type(filter.field())) {
                    case NUMBER -> text + "::numeric";
                    case TIME -> text + "::timestamptz";
                    case BOOLEAN -> text + "::boolean";
                    case DATE -> text + "::date";
                    case TEXT, ID, ANY -> text;
                },
                filter,
                binds);
    }

    private FieldType type(String field) {
        return fields.get(place(field)).type();
    }

    private int place(String field) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(field)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column of this dataset: " + field);
    }
}
