package dev.tollgate.modules.bi.query.grammar;

import dev.tollgate.records.report.Report;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A question whose form is right. Its names of fields and events have not been looked up. */
public sealed interface InsightQuery {

    /**
     * Sources, or what one of them has.
     *
     * @param name of an event or of records; null for the list of sources
     */
    record Describe(boolean event, @Nullable String name) implements InsightQuery {}

    /**
     * The query of a view.
     *
     * @param id of an insight view
     */
    record View(String id) implements InsightQuery {}

    /** Figures over time. */
    record Trend(
            InsightSource source,
            List<AskedMeasure> measures,
            List<String> dimensions,
            List<List<AskedFilter>> filters,
            @Nullable TimeRange time,
            ComparedPeriod compare,
            Report.Order order,
            int limit)
            implements InsightQuery {

        /** All fields that it names. */
        public Set<String> fields() {
            var fields = new HashSet<>(dimensions);
            measures.stream().map(AskedMeasure::of).filter(Objects::nonNull).forEach(fields::add);
            filters.stream().flatMap(List::stream).map(AskedFilter::field).forEach(fields::add);
            if (time != null && time.field() != null) {
                fields.add(time.field());
            }
            return fields;
        }
    }

    /**
     * How many actors take each step.
     *
     * @param by property of the first step's event whose values are groups; null for one group
     */
    record Funnel(
            List<Step> steps, Duration window, @Nullable String by, TimeRange time) implements InsightQuery {}

    /** How many actors come back. */
    record Retention(String start, String comeback, Grain grain, int periods, Mode mode, TimeRange time)
            implements InsightQuery {}

    /** Which earlier range is compared. */
    enum ComparedPeriod {
        NONE,
        PREVIOUS_PERIOD,
        PREVIOUS_YEAR
    }

    /** Whether an actor must come back in a period, or in it or any later one. */
    enum Mode {
        ON,
        ON_OR_AFTER
    }

    /**
     * A figure that is asked for.
     *
     * @param of name of a field; null for a count of rows
     */
    record AskedMeasure(String path, Report.Op op, @Nullable String of) {}

    /**
     * A condition on a field.
     *
     * @param value as JSON has it
     */
    record AskedFilter(
            String path,
            String field,
            Report.Comparison comparison,
            @Nullable Object value) {}

    /** A step of a funnel. */
    record Step(String event, List<List<AskedFilter>> filters) {}
}
