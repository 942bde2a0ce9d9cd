package dev.tollgate.records.report;

import dev.tollgate.records.report.Report.Comparison;
import dev.tollgate.records.report.Report.Filter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
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
            case EXISTS -> column + (Boolean.TRUE.equals(filter.values().getFirst()) ? " IS NOT NULL" : " IS NULL");
            case IN ->
                column + " IN ("
                        + filter.values().stream()
                                .map(value -> bound(value, binds))
                                .collect(Collectors.joining(", ")) + ")";
            case EQ, NE, LT, LTE, GT, GTE ->
                column + operator(filter.comparison()) + bound(filter.values().getFirst(), binds);
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

    private static String bound(Object value, Binds binds) {
        return switch (value) {
            case String text -> binds.text(text);
            case UUID id -> binds.uuid(id);
            case BigDecimal number -> number(number, binds);
            case Boolean bool -> binds.bool(bool);
            case Instant time -> binds.time(time);
            case LocalDate date -> "(" + binds.text(date.toString()) + ")::date";
            default -> throw new IllegalArgumentException("no value of a filter: " + value.getClass());
        };
    }

    /** A number as a parameter, exactly. */
    public static String number(BigDecimal number, Binds binds) {
        return "(" + binds.text(number.toPlainString()) + ")::numeric";
    }
}
