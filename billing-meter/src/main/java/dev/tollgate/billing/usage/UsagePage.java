package dev.tollgate.billing.usage;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which usage, and by what it is summed.
 *
 * @param from first day; null means the first of the month of the last day
 * @param to first day after the last; null means tomorrow
 * @param groupBy words of {@link Grouping}, with commas between; null sums everything into one line
 */
public record UsagePage(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable @Pattern(regexp = UsagePage.GROUPS) String groupBy,
        @Nullable @Min(1) @Max(100) Integer limit,
        @Nullable String cursor) {

    static final String GROUPS =
            "(day|workspace|dimension|credential|module|surface)(,(day|workspace|dimension|credential|module|surface)){0,5}";
}
