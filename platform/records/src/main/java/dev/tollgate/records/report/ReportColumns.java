package dev.tollgate.records.report;

import dev.tollgate.records.report.Report.Filter;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a source, and its fields as SQL. Gives constants and parameters only, whatever the names of fields are.
 */
public interface ReportColumns {

    /** The tables with a condition, such as {@code crm.deal t WHERE t.workspace_id = $1}: the rows of the workspace. */
    String rows(Binds binds);

    /** Longer values of a group are cut: each is in the answer. */
    int GROUP_CHARS_MAX = 200;

    /** A field as text, for groups: at most {@link #GROUP_CHARS_MAX} characters. */
    String text(String field, Binds binds);

    /** A field as text, for counts of different values. */
    default String countedText(String field, Binds binds) {
        return text(field, binds);
    }

    /** A field as a number; null where a row has none. */
    String number(String field, Binds binds);

    /** A field as a time. */
    String time(String field, Report.Period period, Binds binds);

    /** A condition on a row. */
    String condition(Filter filter, Binds binds);

    /** The value of a group as callers know it. */
    default @Nullable String shown(String field, @Nullable String text) {
        return text;
    }
}
