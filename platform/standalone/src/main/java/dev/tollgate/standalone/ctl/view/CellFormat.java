package dev.tollgate.standalone.ctl.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.Printable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Locale;

/** A value as a person reads it. */
final class CellFormat {
    private static final int MICROS_DIGITS = 6;
    private static final int DAYS_SHOWN_MAX = 60;
    private static final int ID_TAIL = 6;
    private static final long MICROS_PER_MS = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final InstantSource clock;

    CellFormat(InstantSource clock) {
        this.clock = clock;
    }

    /** Short, for a table: a time is its age. */
    String brief(String name, JsonNode value) {
        return FieldKind.of("", name, value) == FieldKind.TIME
                ? time(value, false)
                : plain(FieldKind.of("", name, value), name, value);
    }

    /**
     * Whole, for a record: a time is when it was, and its age.
     *
     * @param holder name of the object that contains the field; empty for the record itself
     */
    String whole(String holder, String name, JsonNode value) {
        var kind = FieldKind.of(holder, name, value);
        return kind == FieldKind.TIME ? time(value, true) : plain(kind, name, value);
    }

    /** An id by its prefix and its last characters, in which two ids differ. */
    static String shortened(String id) {
        var prefix = id.indexOf('_') + 1;
        return id.length() - prefix <= ID_TAIL + 1
                ? id
                : id.substring(0, prefix) + '…' + id.substring(id.length() - ID_TAIL);
    }

    private static String plain(FieldKind kind, String name, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (value.isArray()) {
            var items = new ArrayList<String>();
            value.forEach(item -> items.add(plain(FieldKind.OTHER, "", item)));
            return String.join(", ", items);
        }
        if (value.isContainerNode()) {
            return Printable.text(value.toString());
        }
        return switch (kind) {
            case MONEY -> dollars(value.decimalValue());
            case DURATION -> duration(micros(name, value.asLong()));
            case TIME, ID, OTHER -> Printable.text(value.asText());
        };
    }

    /** Micros as dollars, exact: cents where that is enough, all six digits where it is not. */
    static String dollars(BigDecimal micros) {
        var amount = micros.movePointLeft(MICROS_DIGITS).stripTrailingZeros();
        var shown = amount.scale() < 2 ? amount.setScale(2) : amount;
        return (shown.signum() < 0 ? "-$" : "$") + shown.abs().toPlainString();
    }

    private static long micros(String name, long amount) {
        if (name.endsWith("_seconds")) {
            return amount * MICROS_PER_SECOND;
        }
        return name.endsWith("_ms") ? amount * MICROS_PER_MS : amount;
    }

    static String duration(long micros) {
        if (micros < MICROS_PER_MS) {
            return micros + " µs";
        }
        if (micros < MICROS_PER_SECOND) {
            return tenths(micros, MICROS_PER_MS) + " ms";
        }
        var span = Duration.ofMillis(micros / MICROS_PER_MS);
        return span.toMinutes() < 2 ? tenths(micros, MICROS_PER_SECOND) + " s" : span(span);
    }

    private static String tenths(long micros, long unit) {
        return BigDecimal.valueOf(micros)
                .divide(BigDecimal.valueOf(unit), 1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private String time(JsonNode value, boolean whole) {
        try {
            var time = Instant.parse(value.asText());
            return whole ? CLOCK.format(time) + ", " + ago(time) : ago(time);
        } catch (DateTimeParseException _) {
            return Printable.text(value.asText());
        }
    }

    private String ago(Instant time) {
        var span = Duration.between(time, clock.instant());
        if (span.abs().toDays() > DAYS_SHOWN_MAX) {
            return DAY.format(time);
        }
        return span.isNegative() ? "in " + span(span.negated()) : span(span) + " ago";
    }

    private static String span(Duration span) {
        if (span.toMinutes() < 2) {
            return span.toSeconds() + " s";
        }
        if (span.toHours() < 2) {
            return span.toMinutes() + " min";
        }
        return span.toDays() < 2 ? span.toHours() + " h" : span.toDays() + " days";
    }
}
