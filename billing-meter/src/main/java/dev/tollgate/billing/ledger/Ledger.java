package dev.tollgate.billing.ledger;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.money.rating.Period;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.KeysetPages;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.YearMonth;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows the entries of a tenant's ledger. */
public final class Ledger {

    private static final String PAGE = """
            SELECT id, created_at, period, kind, debit, credit, amount_micros, adjusts, note, corrects_id,
                   request_id
              FROM billing.transfer
             WHERE tenant_id = $1
               AND ($2::uuid IS NULL OR id < $2)
               AND ($3::int IS NULL OR period = $3)
               AND ($4::timestamptz IS NULL OR created_at >= $4)
               AND ($5::timestamptz IS NULL OR created_at < $5)
             ORDER BY id DESC
             LIMIT $6
            """;

    private final Work work;
    private final KeysetPages pages;

    public Ledger(Work work, Cursors cursors) {
        this.work = work;
        this.pages = new KeysetPages(cursors);
    }

    /** Newest first. */
    public Future<Outcome<Page<LedgerEntry>>> list(Call<LedgerPage> call) {
        var wanted = call.input();
        var tenant = call.caller().tenantId().value();
        var month = period(wanted.month());
        var filters = wanted.month() + " " + wanted.from() + ' ' + wanted.to();
        return pages.page(
                call,
                new KeysetPages.Wanted(filters, wanted.cursor(), wanted.limit()),
                entry -> entry.id().value(),
                (before, count) -> work.read(
                                call,
                                PAGE,
                                Tuple.of(
                                        tenant,
                                        before,
                                        month,
                                        TimeColumn.argument(wanted.from()),
                                        TimeColumn.argument(wanted.to()),
                                        count))
                        .map(rows -> KeysetPages.items(rows, Ledger::entry)));
    }

    private static LedgerEntry entry(Row row) {
        Integer adjusts = row.getInteger("adjusts");
        UUID corrects = row.getUUID("corrects_id");
        UUID request = row.getUUID("request_id");
        return new LedgerEntry(
                new LedgerEntryId(row.getUUID("id")),
                row.getOffsetDateTime("created_at").toInstant(),
                new Period(row.getInteger("period")).toString(),
                row.getString("kind"),
                row.getString("debit"),
                row.getString("credit"),
                row.getLong("amount_micros"),
                adjusts == null ? null : new Period(adjusts).toString(),
                note(row),
                request == null ? null : new RequestId(request),
                corrects == null ? null : new LedgerEntryId(corrects));
    }

    /** As it was written; else what its kind says: time alone made it, or it is older than notes of charges. */
    private static String note(Row row) {
        var note = row.getString("note");
        if (note != null) {
            return note;
        }
        boolean prepaid = row.getString("debit").equals(LedgerAccount.PREPAID.text());
        return switch (row.getString("kind")) {
            case "included" ->
                row.getString("debit").equals(LedgerAccount.PLAN.text())
                        ? "included usage of the month"
                        : "included usage taken back";
            case "expiry" -> prepaid ? "top-up that expired" : "included usage left at the end of the month";
            case "charge" -> "calls of the month";
            default -> row.getString("kind");
        };
    }

    private static @Nullable Integer period(@Nullable String month) {
        return month == null ? null : Period.of(YearMonth.parse(month)).number();
    }
}
