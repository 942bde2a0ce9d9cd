package dev.tollgate.billing.usage;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Usage of one group; what it is not grouped by is left out. */
public record UsageSum(
        @Nullable LocalDate day,

        @JsonPropertyDescription("Start of the hour.") @Nullable Instant hour,

        @JsonPropertyDescription("Whether it is usage of a workspace or of the tenant itself, such as creating a "
                + "workspace; present if grouped by workspace.")
        @Nullable UsageLevel level,

        @JsonPropertyDescription("Absent for usage of the tenant itself.") @Nullable WorkspaceId workspaceId,

        @Nullable String dimension,
        @Nullable String credentialId,
        @Nullable String module,
        @Nullable String surface,
        long calls,
        long quantity,
        long chargeMicros) {

    static UsageSum of(SumLine line, SumPage page) {
        var key = line.key();
        return new UsageSum(
                key.day(),
                key.hour(),
                UsageLevel.of(key, page),
                key.workspace(),
                key.text(Grouping.DIMENSION),
                key.text(Grouping.CREDENTIAL),
                key.text(Grouping.MODULE),
                key.text(Grouping.SURFACE),
                line.calls(),
                line.quantity(),
                line.micros());
    }
}
