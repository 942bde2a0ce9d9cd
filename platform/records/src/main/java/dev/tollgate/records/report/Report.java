package dev.tollgate.records.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report computes. Fields, and values of their types, have been checked before.
 *
 * @param dimensions fields whose values divide the rows into groups
 * @param period null for all rows, in one bucket
 * @param filters all must hold; of one list any
 * @param limit groups at most
 */
public record Report(
        List<Measure> measures,
        List<String> dimensions,
        @Nullable Period period,
        List<List<Filter>> filters,
        Order order,
        int limit) {

    /** Operation of a measure. */
    public enum Op {
        COUNT,
        COUNT_DISTINCT,
        SUM,
        AVG,
        MIN,
        MAX;

        /** Whether no rows make it 0; the others have no value then. */
        public boolean isZeroWithoutRows() {
            return this == COUNT || this == COUNT_DISTINCT || this == SUM;
        }
    }

    /**
     * A figure of a group of rows.
     *
     * @param field null only for a count of rows
     */
    public record Measure(Op op, @Nullable String field) {}

    /** Comparison of a filter. */
    public enum Comparison {
        EQ,
        NE,
        IN,
        LT,
        LTE,
        GT,
        GTE,
        EXISTS
    }

    /**
     * A condition on one field.
     *
     * @param values of the field's type, all of one; one but for {@code IN}; a flag for {@code EXISTS}
     */
    public record Filter(String field, Comparison comparison, List<FieldValue> values) {
        public Filter {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("no value to compare " + field + " with");
            }
        }

        /** Whether a filter that asks if there is a value wants one. */
        public boolean wantsValue() {
            return values.getFirst().equals(FieldValue.Flag.TRUE);
        }
    }

    /**
     * Buckets of time.
     *
     * @param field of type TIME or DATE
     * @param bounds where each bucket begins, and where the last one ends
     * @param zone in which a date begins
     */
    public record Period(String field, List<Instant> bounds, ZoneId zone) {
        public Period {
            bounds = List.copyOf(bounds);
        }

        public int buckets() {
            return bounds.size() - 1;
        }
    }

    /**
     * The order of the groups.
     *
     * @param measure index of the measure whose total decides; -1 for the values of the dimensions
     */
    public record Order(int measure, boolean ascending) {

        /** The greatest total of the first measure first. */
        public static final Order GREATEST = new Order(0, false);
    }

    public Report {
        measures = List.copyOf(measures);
        dimensions = List.copyOf(dimensions);
        filters = filters.stream().map(List::copyOf).toList();
    }

    /** Buckets that each measure has a value for. */
    public int buckets() {
        return period == null ? 1 : period.buckets();
    }
}
