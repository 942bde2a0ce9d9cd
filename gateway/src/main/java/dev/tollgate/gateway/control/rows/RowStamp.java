package dev.tollgate.gateway.control.rows;

import dev.tollgate.contract.operation.Call;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Actor, channel and time of a change of a row.
 *
 * @param time as exact as PostgreSQL keeps it, so that the answer shows what was stored
 */
public record RowStamp(Instant time, String source, String actor) {

    public static RowStamp of(Call<?> call, InstantSource clock) {
        return new RowStamp(
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                call.facts().surface().source(),
                call.caller().actor().id());
    }

    /** The time as the driver wants it. */
    public OffsetDateTime at() {
        return time.atOffset(ZoneOffset.UTC);
    }
}
