package dev.tollgate.modules.bi.query.source;

import dev.tollgate.records.report.ReportField;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The rows that a run has left. */
public record DatasetRows(String name, UUID run, List<ReportField> columns, Instant computedAt) {

    public DatasetRows {
        columns = List.copyOf(columns);
    }
}
