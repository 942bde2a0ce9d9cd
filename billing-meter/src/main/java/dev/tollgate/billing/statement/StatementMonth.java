package dev.tollgate.billing.statement;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.billing.usage.Grouping;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which month, and by what its items are grouped.
 *
 * @param month such as {@code 2026-11}
 * @param groupBy null groups by dimension
 * @param limit items of an answer; null means 100
 * @param cursor where the items of the answer before ended
 */
public record StatementMonth(
        @JsonPropertyDescription("Month, such as 2026-11.") @Pattern(regexp = "[0-9]{4}-(0[1-9]|1[0-2])")
        String month,

        @JsonPropertyDescription("Groups of the items. Default: dimension.") @Nullable @Size(min = 1, max = 6) List<GroupBy> groupBy,

        @Nullable @Min(1) @Max(100) Integer limit,
        @Nullable String cursor) {

    /** Dimensions by which the items of a statement can be grouped. */
    public enum GroupBy {
        DAY,
        WORKSPACE,
        DIMENSION,
        CREDENTIAL,
        MODULE,
        SURFACE
    }

    /** Groups of the items: an item of a dimension has one price, so it is grouped by price version too. */
    List<Grouping> groups() {
        var wanted = groupBy == null ? List.of(GroupBy.DIMENSION) : groupBy;
        var groups = wanted.stream().map(group -> Grouping.valueOf(group.name()));
        return wanted.contains(GroupBy.DIMENSION)
                ? Stream.concat(groups, Stream.of(Grouping.PRICE_VERSION)).toList()
                : groups.toList();
    }
}
