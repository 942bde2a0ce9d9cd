package dev.tollgate.webhooks.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After}: seconds, or a date as RFC 9110 writes it. */
public final class RetryAfter {

    /** Longest delay that a receiver may request. */
    public static final Duration LONGEST = Duration.ofHours(24);

    private static final int DIGITS_MAX = 9;

    private RetryAfter() {}

    /** The delay in the header, between zero and {@link #LONGEST}; null if it is absent or invalid. */
    public static @Nullable Duration parsed(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            return null;
        }
        var text = header.strip();
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return text.length() > DIGITS_MAX ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            return bounded(Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text))));
        } catch (DateTimeException neither) {
            return null;
        }
    }

    private static Duration bounded(Duration asked) {
        return asked.isNegative() ? Duration.ZERO : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
