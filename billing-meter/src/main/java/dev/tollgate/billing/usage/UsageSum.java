package dev.tollgate.billing.usage;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Usage of one group; what it is not grouped by is left out. */
public record UsageSum(
        @Nullable LocalDate day,
        @Nullable String dimension,
        @Nullable String credentialId,
        @Nullable String module,
        @Nullable String surface,
        long calls,
        long quantity,
        long chargeMicros) {

    static UsageSum of(SumLine line) {
        var key = line.key();
        return new UsageSum(
                key.day(),
                key.text(Grouping.DIMENSION),
                key.text(Grouping.CREDENTIAL),
                key.text(Grouping.MODULE),
                key.text(Grouping.SURFACE),
                line.calls(),
                line.quantity(),
                line.micros());
    }
}
