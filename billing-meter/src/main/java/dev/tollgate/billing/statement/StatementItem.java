package dev.tollgate.billing.statement;

import dev.tollgate.billing.usage.Grouping;
import dev.tollgate.billing.usage.SumLine;
import dev.tollgate.billing.usage.SumPage;
import dev.tollgate.billing.usage.UsageLevel;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.money.price.PriceBook;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Part of a month's spend; what it is not grouped by is left out.
 *
 * @param level whether it belongs to a workspace or to the tenant itself; there when grouped by workspace
 * @param workspaceId left out also for calls on the tenant itself
 * @param day of the call, in UTC; an adjustment keeps the day of its earlier month
 * @param priceVersion the version of the price book; there when grouped by dimension
 * @param unitMicros the price of one unit in that version; there when grouped by dimension
 */
public record StatementItem(
        @Nullable LocalDate day,
        @Nullable UsageLevel level,
        @Nullable WorkspaceId workspaceId,
        @Nullable String dimension,
        @Nullable String priceVersion,
        @Nullable Long unitMicros,
        @Nullable String credentialId,
        @Nullable String module,
        @Nullable String surface,
        long calls,
        long quantity,
        long chargeMicros) {

    static StatementItem of(SumLine line, SumPage page, PriceBook prices) {
        var key = line.key();
        var dimension = key.text(Grouping.DIMENSION);
        var version = key.text(Grouping.PRICE_VERSION);
        return new StatementItem(
                key.day(),
                UsageLevel.of(key, page),
                key.workspace(),
                dimension,
                version,
                dimension == null || version == null
                        ? null
                        : prices.unitMicros(dimension, version).orElse(null),
                key.text(Grouping.CREDENTIAL),
                key.text(Grouping.MODULE),
                key.text(Grouping.SURFACE),
                line.calls(),
                line.quantity(),
                line.micros());
    }
}
