package dev.tollgate.records.report;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report gives.
 *
 * @param groups in their order; the one of a report without dimensions has no values
 * @param other all groups beyond the limit as one; null where there are no more
 */
public record ReportAnswer(List<Group> groups, @Nullable Group other) {

    /**
     * Rows of the same values.
     *
     * @param key the values of the dimensions, as they are stored
     * @param values of the dimensions, as callers know them
     * @param totals by measure
     * @param points by measure and bucket
     */
    public record Group(
            List<@Nullable String> key,
            List<@Nullable String> values,
            List<@Nullable BigDecimal> totals,
            List<List<@Nullable BigDecimal>> points) {}

    public ReportAnswer {
        groups = List.copyOf(groups);
    }
}
