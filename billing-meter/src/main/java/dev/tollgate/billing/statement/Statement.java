package dev.tollgate.billing.statement;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Tabular;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statement of one month. All items together are what was charged to the four accounts, to the micro; with the
 * corrections that is the spend.
 *
 * @param month such as {@code 2026-11}
 * @param status open while charges may follow; final once the month's last open charges have closed: then it never
 *     changes, and later charges count for a later month
 * @param endsAt the first instant after the month
 * @param spendMicros everything charged in the month, with its corrections
 * @param correctionsMicros of the spend, what corrections added; below 0 if charges were given back
 * @param adjustmentsMicros of the spend, what calls of earlier months left, which were final already
 * @param items the spend by what it was asked to be grouped by
 * @param nextCursor present if there are more items
 */
public record Statement(
        TenantId tenantId,
        String month,
        Status status,
        Instant startsAt,
        Instant endsAt,
        long spendMicros,
        long correctionsMicros,
        long adjustmentsMicros,
        Balances balances,
        List<StatementItem> items,
        @Nullable String nextCursor)
        implements Tabular<StatementItem> {

    public Statement {
        items = List.copyOf(items);
    }

    /** Whether the month is final. */
    public enum Status {
        OPEN,
        FINAL
    }

    @Override
    public Class<StatementItem> rowType() {
        return StatementItem.class;
    }

    @Override
    public List<StatementItem> rows() {
        return items;
    }
}
