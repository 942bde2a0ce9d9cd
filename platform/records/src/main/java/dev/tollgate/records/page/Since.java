package dev.tollgate.records.page;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Where a list of changes begins.
 *
 * @param time changes from this time on; null where a position is given
 * @param position the number of a transaction: changes of it and of later ones
 */
public record Since(@Nullable Instant time, long position) {

    /** What callers may send. */
    public static final String PATTERN = "^([0-9]{4}-[0-9]{2}-[0-9]{2}(T.{1,32})?|until-[0-9]{1,18})$";

    /** Before every change. */
    public static final Since EVER = new Since(null, 0);

    private static final String MARK = "until-";
    private static final int DAY_CHARS = 10;

    /** Reads what a caller sent: a time, a day in UTC, or what {@link #text} gave. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Since of(String text) {
        return of(text, ZoneOffset.UTC);
    }

    /**
     * The same for a day in another zone.
     *
     * @throws DateTimeException if the text is none of them
     */
    public static Since of(String text, ZoneId zone) {
        if (text.startsWith(MARK)) {
            return new Since(null, Long.parseLong(text.substring(MARK.length())));
        }
        var time = text.length() == DAY_CHARS
                ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                : OffsetDateTime.parse(text).toInstant();
        return new Since(time, 0);
    }

    @JsonValue
    public String text() {
        return time == null ? MARK + position : time.toString();
    }
}
