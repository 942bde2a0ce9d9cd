package dev.tollgate.modules.support;

import jakarta.validation.constraints.Pattern;
import java.time.DayOfWeek;

/**
 * Opening hours on a day of the week.
 *
 * @param from local time, such as 09:00
 * @param to local time, up to 24:00
 */
public record Interval(
        DayOfWeek day,
        @Pattern(regexp = "^([01][0-9]|2[0-3]):[0-5][0-9]$") String from,

        @Pattern(regexp = "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")
        String to) {

    int fromMinute() {
        return minute(from);
    }

    int toMinute() {
        return minute(to);
    }

    /** Whether both are on one day and have a minute in common. */
    boolean overlaps(Interval other) {
        return day == other.day && fromMinute() < other.toMinute() && other.fromMinute() < toMinute();
    }

    private static int minute(String time) {
        return Integer.parseInt(time, 0, 2, 10) * 60 + Integer.parseInt(time, 3, 5, 10);
    }
}
