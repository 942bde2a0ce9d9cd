package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.modules.bi.query.InsightQuery.AskedFilter;
import dev.tollgate.modules.bi.query.InsightQuery.AskedMeasure;
import dev.tollgate.records.report.FieldType;
import dev.tollgate.records.report.Report;
import dev.tollgate.records.report.Report.Comparison;
import dev.tollgate.records.report.Report.Filter;
import dev.tollgate.records.report.Report.Measure;
import dev.tollgate.records.report.ReportField;
import io.vertx.core.json.JsonArray;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks up the names of a query in the fields of its source, and makes values of the fields' types. Pure. */
final class FieldLookup {

    private static final int TEXT_CHARS_MAX = 1_000;

    private final SourceFields fields;
    private final FieldHashes hashes;
    private final List<FieldError> faults;

    FieldLookup(SourceFields fields, FieldHashes hashes, List<FieldError> faults) {
        this.fields = fields;
        this.hashes = hashes;
        this.faults = faults;
    }

    List<Measure> measures(List<AskedMeasure> asked) {
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
                fault(asked.path(), "has no " + word(asked.op()) + ": it is " + told(field));
            }
        }
        return new Measure(asked.op(), asked.of());
    }

    List<String> dimensions(List<String> asked) {
        for (int i = 0; i < asked.size(); i++) {
            group("query.dimensions[" + i + ']', asked.get(i));
        }
        if (asked.size() != asked.stream().distinct().count()) {
            fault("query.dimensions", "must differ");
        }
        return asked;
    }

    /** A field whose values are groups. */
    void group(String path, String name) {
        var field = field(path, name);
        if (field != null && field.restriction() != null) {
            fault(path, "has no groups: it is " + told(field));
        }
    }

    String time(@Nullable String asked) {
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

    List<List<Filter>> filters(List<List<AskedFilter>> asked) {
        return asked.stream()
                .map(any -> any.stream().map(this::filter).toList())
                .toList();
    }

    private Filter filter(AskedFilter asked) {
        var none = new Filter(asked.field(), Comparison.EXISTS, List.of(true));
        var field = field(asked.path() + "field", asked.field());
        if (field == null) {
            return none;
        }
        if (!takes(field, asked.comparison())) {
            fault(asked.path() + "op", word(asked.comparison()) + " is not for " + told(field));
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

    private List<Object> hashed(String field, List<Object> values) {
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
    private List<Object> values(AskedFilter asked, ReportField field) {
        if (asked.comparison() == Comparison.EXISTS) {
            var wanted = asked.value() == null ? Boolean.TRUE : asked.value();
            if (wanted instanceof Boolean) {
                return List.of(wanted);
            }
            fault(asked.path() + "value", "must be true or false");
            return List.of();
        }
        List<?> raw = asked.comparison() == Comparison.IN ? list(asked.value()) : asList(asked.value());
        var values = new ArrayList<Object>();
        for (var one : raw) {
            var value = typed(field, one, asked.comparison());
            if (value == null
                    || (!values.isEmpty()
                            && value.getClass() != values.getFirst().getClass())) {
                fault(asked.path() + "value", "must be " + wanted(field));
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

    private @Nullable Object typed(ReportField field, @Nullable Object value, Comparison comparison) {
        return switch (field.type()) {
            case TEXT -> text(field, value);
            case ID -> value instanceof String text ? fields.id().apply(field.name(), text) : null;
            case NUMBER -> number(value);
            case BOOLEAN -> value instanceof Boolean ? value : null;
            case TIME -> time(value);
            case DATE -> date(value);
            case ANY -> {
                boolean ordered =
                        comparison != Comparison.EQ && comparison != Comparison.NE && comparison != Comparison.IN;
                var number = number(value);
                yield number != null ? number : ordered ? null : value instanceof Boolean ? value : text(field, value);
            }
        };
    }

    private static @Nullable Object text(ReportField field, @Nullable Object value) {
        return value instanceof String text
                        && text.length() <= TEXT_CHARS_MAX
                        && text.indexOf('\0') < 0
                        && (field.values() == null || field.values().contains(text))
                ? text
                : null;
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        var number = switch (value) {
            case Integer whole -> BigDecimal.valueOf(whole);
            case Long whole -> BigDecimal.valueOf(whole);
            case BigInteger whole -> new BigDecimal(whole);
            case BigDecimal fraction -> fraction;
            case Double fraction when Double.isFinite(fraction) -> BigDecimal.valueOf(fraction);
            case null, default -> null;
        };
        return number != null && QueryNode.isSmall(number) ? number : null;
    }

    private static @Nullable Object time(@Nullable Object value) {
        try {
            return value instanceof String text
                    ? inRange(OffsetDateTime.parse(text).toInstant())
                    : null;
        } catch (DateTimeException wrong) {
            return null;
        }
    }

    private static @Nullable Object date(@Nullable Object value) {
        try {
            var date = value instanceof String text ? LocalDate.parse(text) : null;
            return date == null || Math.abs(date.getYear()) > YEAR_MAX ? null : date;
        } catch (DateTimeException wrong) {
            return null;
        }
    }

    private static @Nullable Instant inRange(Instant time) {
        return Math.abs(time.getEpochSecond()) < SECONDS_MAX ? time : null;
    }

    /** Beyond the year 5000 nothing is compared. */
    private static final int YEAR_MAX = 5_000;

    private static final long SECONDS_MAX = 100_000_000_000L;

    private @Nullable ReportField field(String path, String name) {
        var field = fields.find(name);
        if (field == null) {
            fault(path, fields.unknown(name));
        }
        return field;
    }

    private static String wanted(ReportField field) {
        return field.values() != null
                ? "one of " + String.join(", ", field.values())
                : switch (field.type()) {
                    case TEXT -> "a text";
                    case ID -> "the ID of a record";
                    case NUMBER -> "a number";
                    case BOOLEAN -> "true or false";
                    case TIME -> "an RFC 3339 time";
                    case DATE -> "a date such as 2026-01-31";
                    case ANY -> "a text, a number, true or false, and of one type";
                };
    }

    private static String told(ReportField field) {
        var restriction = field.restriction();
        return restriction == null ? "of type " + word(field.type()) : restriction;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void fault(String path, String message) {
        faults.add(new FieldError(path, message));
    }
}
