package dev.tollgate.webhooks.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of an attempt. Successful if there is no error class.
 *
 * @param address the address that was connected to, or that refused; null where none was chosen
 * @param statusCode null where no answer came
 * @param errorClass {@link ErrorClass#text()}; null for a 2xx
 * @param responseHead the first {@link ResponseHead#BYTES_MAX} bytes of status line and headers; null without an answer
 * @param retryAfter what the receiver asked for, {@link RetryAfter#LONGEST} at most; null where it asked for nothing
 * @param keyIds the keys that signed; empty where nothing was sent
 */
public record AttemptResult(
        Instant startedAt,
        Timings timings,
        @Nullable String address,
        @Nullable Integer statusCode,
        @Nullable String errorClass,
        @Nullable String responseHead,
        @Nullable Duration retryAfter,
        List<String> keyIds) {

    public AttemptResult {
        keyIds = List.copyOf(keyIds);
    }

    /** Whether the receiver took the event. */
    public boolean succeeded() {
        return errorClass == null;
    }

    /** Whether it got no connection because others used all of its host's: nothing was sent, and it is no attempt. */
    public boolean hostBusy() {
        return ErrorClass.HOST_BUSY.text().equals(errorClass);
    }
}
