package dev.tollgate.standalone.ctl.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.Printable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A value as a person reads it. */
final class CellFormat {
    private static final int MICROS_DIGITS = 6;
    private static final int DAYS_SHOWN_MAX = 60;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final InstantSource clock;

    CellFormat(InstantSource clock) {
        this.clock = clock;
    }

    /** Short, for a table: how long ago. */
    String brief(String name, JsonNode value) {
        var time = time(name, value);
        return time == null ? plain(name, value) : ago(time);
    }

    /** Whole, for a record: when, and how long ago. */
    String whole(String name, JsonNode value) {
        var time = time(name, value);
        return time == null ? plain(name, value) : CLOCK.format(time) + ", " + ago(time);
    }

    static boolean isNumber(JsonNode value) {
        return value.isNumber();
    }

    private static String plain(String name, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (value.isArray()) {
            var items = new ArrayList<String>();
            value.forEach(item -> items.add(plain("", item)));
            return String.join(", ", items);
        }
        if (value.isContainerNode()) {
            return Printable.text(value.toString());
        }
        return name.endsWith("_micros") && value.isIntegralNumber()
                ? value.asText() + " (" + dollars(value.decimalValue()) + ')'
                : Printable.text(value.asText());
    }

    /** Micros as dollars, exact: cents where that is enough, all six digits where it is not. */
    static String dollars(BigDecimal micros) {
        var amount = micros.movePointLeft(MICROS_DIGITS).stripTrailingZeros();
        var shown = amount.scale() < 2 ? amount.setScale(2) : amount;
        return (shown.signum() < 0 ? "-$" : "$") + shown.abs().toPlainString();
    }

    private static @Nullable Instant time(String name, JsonNode value) {
        if (!value.isTextual() || !(name.endsWith("_at") || name.equals("time"))) {
            return null;
        }
        try {
            return Instant.parse(value.asText());
        } catch (DateTimeParseException _) {
            return null;
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
