package dev.tollgate.records.report;

import dev.tollgate.records.report.Report.Comparison;
import dev.tollgate.records.report.Report.Filter;
import java.util.stream.Collectors;

/** Conditions on columns that have one type. */
public final class TypedConditions {

    private TypedConditions() {}

    /**
     * The condition of a filter on a column.
     *
     * @param column its SQL
     */
    public static String of(String column, Filter filter, Binds binds) {
        return switch (filter.comparison()) {
            case EXISTS -> column + (filter.wantsValue() ? " IS NOT NULL" : " IS NULL");
            case IN ->
                column + " IN ("
                        + filter.values().stream()
                                .map(value -> value.bound(binds))
                                .collect(Collectors.joining(", ")) + ")";
            case EQ, NE, LT, LTE, GT, GTE ->
                column
                        + operator(filter.comparison())
                        + filter.values().getFirst().bound(binds);
        };
    }

    private static String operator(Comparison comparison) {
        return switch (comparison) {
            case EQ -> " = ";
            case NE -> " IS DISTINCT FROM ";
            case LT -> " < ";
            case LTE -> " <= ";
            case GT -> " > ";
            case GTE -> " >= ";
            case IN, EXISTS -> throw new IllegalArgumentException("no operator: " + comparison);
        };
    }
}
