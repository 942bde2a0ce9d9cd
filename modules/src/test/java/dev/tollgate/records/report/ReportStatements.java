package dev.tollgate.records.report;

import dev.tollgate.runtime.postgres.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of a report, for tests of their plans. */
public final class ReportStatements {

    private static final int ROWS_MAX = 100;

    private ReportStatements() {}

    /** All that read rows. */
    public static List<SqlStatement> of(ReportColumns columns, Report report, List<List<@Nullable String>> groups) {
        var sql = new ReportSql(columns, report);
        var all = new ArrayList<SqlStatement>(
                List.of(sql.totals(), sql.totals(groups), sql.points(groups), sql.table(ROWS_MAX)));
        if (!report.dimensions().isEmpty()) {
            all.add(sql.others(groups));
        }
        return all;
    }
}
