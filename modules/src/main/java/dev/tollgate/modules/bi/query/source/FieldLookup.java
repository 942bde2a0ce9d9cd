package dev.tollgate.modules.bi.query.source;

import dev.tollgate.modules.bi.query.grammar.InsightQuery.AskedFilter;
import dev.tollgate.modules.bi.query.grammar.InsightQuery.AskedMeasure;
import dev.tollgate.modules.bi.query.grammar.QueryFaults;
import dev.tollgate.records.report.FieldType;
import dev.tollgate.records.report.FieldValue;
import dev.tollgate.records.report.Report;
import dev.tollgate.records.report.Report.Comparison;
import dev.tollgate.records.report.Report.Filter;
import dev.tollgate.records.report.Report.Measure;
import dev.tollgate.records.report.ReportField;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks up the names of a query in the fields of its source, and makes values of the fields' types. Pure. */
public final class FieldLookup {

    private final SourceFields fields;
    private final FieldHashes hashes;
    private final QueryFaults faults;

    public FieldLookup(SourceFields fields, FieldHashes hashes, QueryFaults faults) {
        this.fields = fields;
        this.hashes = hashes;
        this.faults = faults;
    }

    public List<Measure> measures(List<AskedMeasure> asked) {
        return asked.stream().map(this::measure).toList();
    }

    private Measure measure(AskedMeasure asked) {
        if (asked.of() == null) {
            return new Measure(Report.Op.COUNT, null);
        }
        var field = field(asked.path(), asked.of());
        if (field != null) {
            boolean fits = switch (asked.op()) {
                case COUNT -> !SourceFields.SENSITIVE.equals(field.restriction());
                case COUNT_DISTINCT -> !SourceFields.SENSITIVE.equals(field.restriction());
                case SUM, AVG, MIN, MAX ->
                    field.restriction() == null && field.type().isNumber();
            };
            if (!fits) {
                fault(asked.path(), "has no " + word(asked.op()) + ": it is " + describe(field));
            }
        }
        return new Measure(asked.op(), asked.of());
    }

    public List<String> dimensions(List<String> asked) {
        for (int i = 0; i < asked.size(); i++) {
            group("query.dimensions[" + i + ']', asked.get(i));
        }
        if (asked.size() != asked.stream().distinct().count()) {
            fault("query.dimensions", "must differ");
        }
        return asked;
    }

    /** A field whose values are groups. */
    public void group(String path, String name) {
        var field = field(path, name);
        if (field != null && field.restriction() != null) {
            fault(path, "has no groups: it is " + describe(field));
        }
    }

    public String time(@Nullable String asked) {
        var name = asked == null ? fields.time() : asked;
        if (name == null) {
            fault("query.time.field", "is required: one of " + String.join(", ", fields.times()));
            return "";
        }
        var field = field("query.time.field", name);
        if (field != null && field.type() != FieldType.TIME && field.type() != FieldType.DATE) {
            fault("query.time.field", "must be one of " + String.join(", ", fields.times()));
        }
        return name;
    }

    public List<List<Filter>> filters(List<List<AskedFilter>> asked) {
        return asked.stream()
                .map(any -> any.stream().map(this::filter).toList())
                .toList();
    }

    private Filter filter(AskedFilter asked) {
        var none = new Filter(asked.field(), Comparison.EXISTS, List.of(FieldValue.Flag.TRUE));
        var field = field(asked.path() + "field", asked.field());
        if (field == null) {
            return none;
        }
        if (!takes(field, asked.comparison())) {
            fault(asked.path() + "op", word(asked.comparison()) + " is not for " + describe(field));
            return none;
        }
        var values = values(asked, field);
        if (values.isEmpty()) {
            return none;
        }
        return SourceFields.PII.equals(field.restriction()) && asked.comparison() != Comparison.EXISTS
                ? new Filter(asked.field(), Comparison.IN, hashed(asked.field(), values))
                : new Filter(asked.field(), asked.comparison(), values);
    }

    private List<FieldValue> hashed(String field, List<FieldValue> values) {
        return values.stream()
                .flatMap(value -> hashes.of(field, value).stream())
                .toList();
    }

    private static boolean takes(ReportField field, Comparison comparison) {
        if (comparison == Comparison.EXISTS) {
            return true;
        }
        if (field.restriction() != null) {
            return SourceFields.PII.equals(field.restriction())
                    && (comparison == Comparison.EQ || comparison == Comparison.IN);
        }
        return switch (comparison) {
            case EQ, NE, IN, EXISTS -> true;
            case LT, LTE, GT, GTE -> field.type().isOrdered();
        };
    }

    /** Values of the field's type; none, and a fault, if one is not. */
    private List<FieldValue> values(AskedFilter asked, ReportField field) {
        if (asked.comparison() == Comparison.EXISTS) {
            Object exists = asked.value() == null ? true : asked.value();
            if (exists instanceof Boolean wanted) {
                return List.of(new FieldValue.Flag(wanted));
            }
            fault(asked.path() + "value", "must be true or false");
            return List.of();
        }
        List<?> raw = asked.comparison() == Comparison.IN ? list(asked.value()) : asList(asked.value());
        var values = new ArrayList<FieldValue>();
        for (var one : raw) {
            var value = FieldValues.typed(fields, field, one, asked.comparison());
            if (value == null
                    || (!values.isEmpty()
                            && value.getClass() != values.getFirst().getClass())) {
                fault(asked.path() + "value", "must be " + FieldValues.expectedType(field));
                return List.of();
            }
            values.add(value);
        }
        return values;
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof JsonArray array ? array.getList() : value instanceof List<?> list ? list : List.of();
    }

    private static List<?> asList(@Nullable Object value) {
        return value == null ? List.of() : List.of(value);
    }

    private @Nullable ReportField field(String path, String name) {
        var field = fields.find(name);
        if (field == null) {
            faults.unknown(path, name, fields.byName().keySet(), "is no field of " + fields.source());
        }
        return field;
    }

    private static String describe(ReportField field) {
        var restriction = field.restriction();
        return restriction == null ? "of type " + word(field.type()) : restriction;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void fault(String path, String message) {
        faults.add(path, message);
    }
}
