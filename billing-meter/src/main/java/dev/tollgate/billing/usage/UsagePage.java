package dev.tollgate.billing.usage;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which usage, and by what it is summed.
 *
 * @param from first day; null means the first of the month of the last day
 * @param to first day after the last; null means tomorrow
 * @param groupBy null sums everything into one line
 */
public record UsagePage(
        @Nullable LocalDate from,
        @Nullable LocalDate to,

        @JsonPropertyDescription("Groups of the lines. Default: one total.") @Nullable @Size(min = 1, max = 7) List<GroupBy> groupBy,

        @Nullable @Min(1) @Max(100) Integer limit,
        @Nullable String cursor) {

    /** Dimensions by which usage can be summed. */
    public enum GroupBy {
        DAY,
        HOUR,
        WORKSPACE,
        DIMENSION,
        CREDENTIAL,
        MODULE,
        SURFACE;

        Grouping grouping() {
            return Grouping.valueOf(name());
        }
    }

    /** Whether calls are summed by the hour. */
    boolean isHourly() {
        return groupBy != null && groupBy.contains(GroupBy.HOUR);
    }

    List<Grouping> groups() {
        return groupBy == null
                ? List.of()
                : groupBy.stream().map(GroupBy::grouping).toList();
    }
}
