package dev.tollgate.standalone.command;

import dev.tollgate.standalone.ctl.PeriodBounds;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people write it: with an offset, a day, which is its start in UTC, or how long ago. */
final class TimeOption implements ITypeConverter<Instant> {

    private static final int DAY_CHARS = 10;

    private final PeriodBounds bounds = new PeriodBounds(Clock.systemUTC());

    @Override
    public Instant convert(String text) {
        var before = bounds.before(text);
        if (before != null) {
            return before;
        }
        try {
            return text.length() == DAY_CHARS
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException none) {
            throw new TypeConversionException(
                    "'" + text
                            + "' is no time: write 2026-11-27T09:00:00Z, a day such as 2026-11-27 (UTC), or how long ago, such as 2h");
        }
    }
}
