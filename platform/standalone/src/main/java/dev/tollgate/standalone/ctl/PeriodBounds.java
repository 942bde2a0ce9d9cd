package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.document.Field;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as people write them: {@code 2h} is two hours ago. A day is sent as it is; the server gives it a zone. */
public final class PeriodBounds {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})\\s?([smhdw])");
    private static final int DAYS_PER_WEEK = 7;

    private final InstantSource clock;

    public PeriodBounds(InstantSource clock) {
        this.clock = clock;
    }

    /** The value that the field's format asks for; any other text unchanged, for the server to judge. */
    String value(Field field, String text) {
        var time = field.isTime() || field.isDay() ? before(text) : null;
        return time == null ? text : text(field, time);
    }

    /** A time in the field's format. */
    String text(Field field, Instant time) {
        return field.isDay() ? time.atOffset(ZoneOffset.UTC).toLocalDate().toString() : time.toString();
    }

    /** The time so long ago; null if the text is no span. */
    public @Nullable Instant before(String span) {
        var parts = SPAN.matcher(span);
        if (!parts.matches()) {
            return null;
        }
        long amount = Long.parseLong(parts.group(1));
        var length = switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofDays(amount * DAYS_PER_WEEK);
        };
        return clock.instant().minus(length).truncatedTo(ChronoUnit.SECONDS);
    }
}
