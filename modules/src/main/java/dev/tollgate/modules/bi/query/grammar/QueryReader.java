package dev.tollgate.modules.bi.query.grammar;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.modules.bi.query.grammar.InsightQuery.AskedFilter;
import dev.tollgate.modules.bi.query.grammar.InsightQuery.AskedMeasure;
import dev.tollgate.modules.bi.query.grammar.InsightQuery.ComparedPeriod;
import dev.tollgate.modules.bi.query.grammar.InsightQuery.Mode;
import dev.tollgate.modules.bi.query.grammar.InsightQuery.Step;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.records.report.Report;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads queries: all faults of form at once, in time linear in the size of the query. Pure. */
public final class QueryReader {

    static final int MEASURES_MAX = 5;
    static final int DIMENSIONS_MAX = 2;
    static final int FILTERS_MAX = 20;
    static final int VALUES_MAX = 200;
    static final int EVENTS_MAX = 10;
    public static final int SERIES_MAX = 50;
    static final int STEPS_MIN = 2;
    static final int STEPS_MAX = 8;
    public static final int PERIODS_MAX = 31;
    static final int WINDOW_DAYS_MAX = 90;
    static final int FIELD_CHARS_MAX = 128;

    private static final int SERIES = 10;
    private static final int PERIODS = 7;
    private static final int WINDOW_DAYS = 7;
    private static final int ID_CHARS_MAX = 40;
    private static final String EVERY_EVENT = "*";

    private final QueryFaults faults = new QueryFaults();
    private int filters;

    private QueryReader() {}

    /** A query, or what is wrong with it. */
    public sealed interface Reading {
        record Read(InsightQuery query) implements Reading {}

        record Faulty(List<FieldError> faults) implements Reading {}
    }

    public static Reading read(JsonObject json) {
        var reader = new QueryReader();
        var query = reader.query(QueryNode.root(json, reader.faults));
        return reader.faults.isEmpty() ? new Reading.Read(query) : new Reading.Faulty(reader.faults.told());
    }

    private InsightQuery query(QueryNode root) {
        if (root.has("describe")) {
            return describe(root.only("describe").object("describe"));
        } else if (root.has("view")) {
            return new InsightQuery.View(root.only("view").required("view", ID_CHARS_MAX));
        } else if (root.has("funnel")) {
            return funnel(root.only("funnel", "time"));
        } else if (root.has("retention")) {
            return retention(root.only("retention", "time"));
        } else if (root.isEmpty()) {
            faults.add(root.path(), "is empty. {\"describe\": {}} tells what can be asked, with examples.");
        }
        return trend(root);
    }

    private static InsightQuery describe(QueryNode node) {
        var event = node.only("event", "record").text("event", EventLimits.NAME_CHARS_MAX);
        var record = node.text("record", FIELD_CHARS_MAX);
        if (event != null && record != null) {
            node.fault("record", "cannot be combined with event");
        }
        return new InsightQuery.Describe(event != null, event == null ? record : event);
    }

    private InsightQuery trend(QueryNode root) {
        var _ = root.only("source", "measures", "dimensions", "filters", "time", "compare", "order", "limit");
        var source = source(root);
        var measures = measures(root);
        boolean timed = root.has("time");
        if (!timed && source instanceof InsightSource.Events) {
            root.fault("time", "is required");
        }
        var compare = root.word("compare", ComparedPeriod.class, ComparedPeriod.NONE);
        if (compare != ComparedPeriod.NONE && !timed) {
            root.fault("compare", "needs time");
        }
        return new InsightQuery.Trend(
                source,
                measures,
                root.texts("dimensions", 0, DIMENSIONS_MAX, FIELD_CHARS_MAX),
                filters(root),
                timed ? TimeRange.read(root.object("time")) : null,
                compare,
                order(root, measures.size()),
                root.integer("limit", 1, SERIES_MAX, SERIES));
    }

    private static InsightSource source(QueryNode root) {
        var node = root.object("source").only("event", "record", "dataset");
        if (node.has("record")) {
            return new InsightSource.Records(node.required("record", FIELD_CHARS_MAX));
        } else if (node.has("dataset")) {
            return new InsightSource.Dataset(node.required("dataset", ID_CHARS_MAX));
        } else if (node.value("event") instanceof String) {
            var name = node.required("event", EventLimits.NAME_CHARS_MAX);
            return new InsightSource.Events(name.equals(EVERY_EVENT) ? List.of() : List.of(name));
        }
        return new InsightSource.Events(node.texts("event", 1, EVENTS_MAX, EventLimits.NAME_CHARS_MAX));
    }

    private static List<AskedMeasure> measures(QueryNode root) {
        if (!root.has("measures")) {
            return List.of(new AskedMeasure(root.path("measures"), Report.Op.COUNT, null));
        }
        var measures = new ArrayList<AskedMeasure>();
        for (var node : root.objects("measures", 1, MEASURES_MAX)) {
            var op = node.only("op", "of").word("op", Report.Op.class, Report.Op.COUNT);
            var of = node.text("of", FIELD_CHARS_MAX);
            if (!node.has("op")) {
                node.fault("op", "is required");
            } else if (of == null && op != Report.Op.COUNT) {
                node.fault("of", "is required with " + node.value("op"));
            }
            measures.add(new AskedMeasure(node.path("of"), op, of));
        }
        return measures;
    }

    private static Report.Order order(QueryNode root, int measures) {
        if (!root.has("order")) {
            return Report.Order.GREATEST;
        }
        var node = root.object("order").only("measure", "by", "ascending");
        boolean byName = "name".equals(node.value("by"));
        if (node.has("by") && !byName) {
            node.fault("by", "can only be name; use measure for the number of a measure, from 0");
        }
        var ascending = node.value("ascending");
        if (ascending != null && !(ascending instanceof Boolean)) {
            node.fault("ascending", "must be true or false");
        }
        int measure = node.integer("measure", 0, Math.max(0, measures - 1), 0);
        return new Report.Order(
                byName ? -1 : measure, byName ? !Boolean.FALSE.equals(ascending) : Boolean.TRUE.equals(ascending));
    }

    private List<List<AskedFilter>> filters(QueryNode owner) {
        var all = new ArrayList<List<AskedFilter>>();
        for (var node : owner.objects("filters", 0, FILTERS_MAX)) {
            if (node.has("any")) {
                all.add(node.only("any").objects("any", 1, FILTERS_MAX).stream()
                        .map(this::filter)
                        .toList());
            } else {
                all.add(List.of(filter(node)));
            }
        }
        if (filters > FILTERS_MAX) {
            owner.fault("filters", "must be at most " + FILTERS_MAX + ", those inside of any included");
        }
        return all;
    }

    private AskedFilter filter(QueryNode node) {
        filters++;
        var op = node.only("field", "op", "value").word("op", Report.Comparison.class, Report.Comparison.EQ);
        var field = node.required("field", FIELD_CHARS_MAX);
        if (op == Report.Comparison.IN) {
            var _ = node.list("value", 1, VALUES_MAX);
        } else if (!node.has("value") && op != Report.Comparison.EXISTS) {
            node.fault("value", "is required");
        }
        return new AskedFilter(node.path(""), field, op, node.value("value"));
    }

    private InsightQuery funnel(QueryNode root) {
        var node = root.object("funnel").only("steps", "window", "by");
        var steps = new ArrayList<Step>();
        for (var step : node.objects("steps", STEPS_MIN, STEPS_MAX)) {
            steps.add(new Step(
                    step.only("event", "filters").required("event", EventLimits.NAME_CHARS_MAX), filters(step)));
        }
        return new InsightQuery.Funnel(steps, window(node), node.text("by", FIELD_CHARS_MAX), time(root));
    }

    private static Duration window(QueryNode funnel) {
        if (!funnel.has("window")) {
            return Duration.ofDays(WINDOW_DAYS);
        }
        var node = funnel.object("window").only("n", "unit");
        var unit = node.word("unit", Grain.class, Grain.DAY);
        if (unit != Grain.HOUR && unit != Grain.DAY) {
            node.fault("unit", "must be one of hour, day");
        }
        return unit == Grain.HOUR
                ? Duration.ofHours(node.integer("n", 1, WINDOW_DAYS_MAX * HOURS_OF_DAY, 1))
                : Duration.ofDays(node.integer("n", 1, WINDOW_DAYS_MAX, 1));
    }

    private static final int HOURS_OF_DAY = 24;

    private static InsightQuery retention(QueryNode root) {
        var node = root.object("retention").only("start", "return", "grain", "periods", "mode");
        var grain = node.word("grain", Grain.class, Grain.WEEK);
        if (grain != Grain.DAY && grain != Grain.WEEK && grain != Grain.MONTH) {
            node.fault("grain", "must be one of day, week, month");
        }
        return new InsightQuery.Retention(
                node.required("start", EventLimits.NAME_CHARS_MAX),
                node.required("return", EventLimits.NAME_CHARS_MAX),
                grain,
                node.integer("periods", 1, PERIODS_MAX, PERIODS),
                node.word("mode", Mode.class, Mode.ON),
                time(root));
    }

    private static TimeRange time(QueryNode root) {
        return root.has("time") ? TimeRange.read(root.object("time")) : missing(root);
    }

    private static TimeRange missing(QueryNode root) {
        root.fault("time", "is required");
        return new TimeRange(null, null, 1, Grain.DAY, Grain.NONE, null, (@Nullable String) null);
    }
}
