package dev.tollgate.billing.statement;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which month, and by what its items are grouped.
 *
 * @param month such as {@code 2026-11}
 * @param groupBy words with commas between; null groups by dimension
 * @param limit items of an answer; null means 100
 * @param cursor where the items of the answer before ended
 */
public record StatementMonth(
        @JsonPropertyDescription("Month, such as 2026-11.") @Pattern(regexp = "[0-9]{4}-(0[1-9]|1[0-2])")
        String month,

        @JsonPropertyDescription(
                "Any of day, workspace, dimension, credential, module and surface, separated by commas, "
                        + "such as workspace,dimension. Default: dimension.")
        @Nullable @Pattern(regexp = StatementMonth.GROUPS) String groupBy,

        @Nullable @Min(1) @Max(100) Integer limit,
        @Nullable String cursor) {

    static final String GROUPS = "(day|workspace|dimension|credential|module|surface)"
            + "(,(day|workspace|dimension|credential|module|surface)){0,5}";
}
