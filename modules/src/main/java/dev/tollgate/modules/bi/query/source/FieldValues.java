package dev.tollgate.modules.bi.query.source;

import dev.tollgate.modules.bi.query.grammar.QueryNode;
import dev.tollgate.records.report.FieldValue;
import dev.tollgate.records.report.Report.Comparison;
import dev.tollgate.records.report.ReportField;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Values of filters in JSON as values of the fields' types. Pure. */
final class FieldValues {

    private static final int TEXT_CHARS_MAX = 1_000;

    /** Beyond the year 5000 nothing is compared. */
    private static final int YEAR_MAX = 5_000;

    private static final long SECONDS_MAX = 100_000_000_000L;

    private FieldValues() {}

    /** A value of the field's type; null for any other. */
    static @Nullable FieldValue typed(
            SourceFields fields, ReportField field, @Nullable Object value, Comparison comparison) {
        return switch (field.type()) {
            case TEXT -> text(field, value);
            case ID -> reference(fields, field, value);
            case NUMBER -> number(value);
            case BOOLEAN -> flag(value);
            case TIME -> time(value);
            case DATE -> date(value);
            case ANY -> {
                boolean ordered =
                        comparison != Comparison.EQ && comparison != Comparison.NE && comparison != Comparison.IN;
                var number = number(value);
                yield number != null || ordered ? number : value instanceof Boolean ? flag(value) : text(field, value);
            }
        };
    }

    private static @Nullable FieldValue reference(SourceFields fields, ReportField field, @Nullable Object value) {
        var id = value instanceof String text ? fields.id().apply(field.name(), text) : null;
        return id == null ? null : new FieldValue.Reference(id);
    }

    private static @Nullable FieldValue flag(@Nullable Object value) {
        return value instanceof Boolean set ? new FieldValue.Flag(set) : null;
    }

    private static @Nullable FieldValue text(ReportField field, @Nullable Object value) {
        return value instanceof String text
                        && text.length() <= TEXT_CHARS_MAX
                        && text.indexOf('\0') < 0
                        && (field.values() == null || field.values().contains(text))
                ? new FieldValue.Text(text)
                : null;
    }

    private static @Nullable FieldValue number(@Nullable Object value) {
        var number = switch (value) {
            case Integer whole -> BigDecimal.valueOf(whole);
            case Long whole -> BigDecimal.valueOf(whole);
            case BigInteger whole -> new BigDecimal(whole);
            case BigDecimal fraction -> fraction;
            case Double fraction when Double.isFinite(fraction) -> BigDecimal.valueOf(fraction);
            case null, default -> null;
        };
        return number != null && QueryNode.isSmall(number) ? new FieldValue.Decimal(number) : null;
    }

    private static @Nullable FieldValue time(@Nullable Object value) {
        try {
            return value instanceof String text
                    ? inRange(OffsetDateTime.parse(text).toInstant())
                    : null;
        } catch (DateTimeException wrong) {
            return null;
        }
    }

    private static @Nullable FieldValue date(@Nullable Object value) {
        try {
            var date = value instanceof String text ? LocalDate.parse(text) : null;
            return date == null || Math.abs(date.getYear()) > YEAR_MAX ? null : new FieldValue.Day(date);
        } catch (DateTimeException wrong) {
            return null;
        }
    }

    private static @Nullable FieldValue inRange(Instant time) {
        return Math.abs(time.getEpochSecond()) < SECONDS_MAX ? new FieldValue.Moment(time) : null;
    }

    /** What values of a field are. */
    static String expectedType(ReportField field) {
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
}
