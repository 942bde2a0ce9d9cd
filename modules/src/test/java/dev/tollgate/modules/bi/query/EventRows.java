package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.modules.bi.query.source.EventColumns;
import dev.tollgate.records.report.ReportColumns;
import java.util.Map;

/** Rows of events for tests of their statements. */
public final class EventRows {

    private EventRows() {}

    public static ReportColumns of(WorkspaceId workspace, Map<String, Integer> numbers) {
        return new EventColumns(workspace, numbers, numbers.isEmpty());
    }
}
