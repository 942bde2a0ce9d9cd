package dev.tollgate.billing.statement;

import dev.tollgate.billing.statement.Balances.EntrySum;
import dev.tollgate.billing.usage.SumLine;
import dev.tollgate.billing.usage.SumPage;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.rating.Period;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/** Makes statements. One statement of SQL, so that all its figures are of one moment. */
public final class Statements {

    /** A section, and what the sections have between them: the key of an item, three words, three figures. */
    static final String SECTIONS = """
            SELECT 'item' AS section, key, NULL AS kind, NULL AS debit, NULL AS credit, calls, quantity, micros
              FROM (%s) AS items
            UNION ALL
            SELECT 'entries', NULL, kind, debit, credit, (kind = 'charge' AND adjusts IS NOT NULL)::int, 0, micros
              FROM billing.transfer_sum WHERE tenant_id = $1 AND period = $2
            UNION ALL
            SELECT 'earlier', NULL, NULL, debit, credit, 0, 0, sum(micros)::bigint
              FROM billing.transfer_sum WHERE tenant_id = $1 AND period < $2
             GROUP BY debit, credit
            UNION ALL
            SELECT 'month', NULL, NULL, NULL, NULL, count(*) FILTER (WHERE period <= $2),
                   count(*) FILTER (WHERE period > $2), 0
              FROM billing.month_turned WHERE tenant_id = $1
            ORDER BY section, key
            """.formatted(SumLine.sql("tenant_id = $1 AND period = $2", "$3", "$4", "$5"));

    private final Work work;
    private final Cursors cursors;
    private final PriceBook prices;
    private final InstantSource clock;

    public Statements(Work work, Cursors cursors, PriceBook prices, InstantSource clock) {
        this.work = work;
        this.cursors = cursors;
        this.prices = prices;
        this.clock = clock;
    }

    /** Refused for a month that has not begun, and for one before the account was there. */
    public Future<Outcome<Statement>> get(Call<StatementMonth> call) {
        var wanted = call.input();
        var period = Period.of(YearMonth.parse(wanted.month()));
        if (period.compareTo(Period.of(clock.instant())) > 0) {
            return Outcome.refusedFuture(new Refusal.ResourceNotFound("The month " + period + " has not begun."));
        }
        var limits = new SumPage.Limits(wanted.limit(), wanted.cursor(), PageSize.MAX);
        return switch (SumPage.of(call, cursors, wanted.groups(), period.toString(), limits)) {
            case Outcome.Done<SumPage>(SumPage page) ->
                work.read(call, SECTIONS, arguments(call, period, page))
                        .map(rows -> statement(call, period, page, Sections.of(rows)));
            case Outcome.Refused<SumPage>(Refusal refusal) -> Outcome.refusedFuture(refusal);
            case Outcome.Replayed<SumPage> _ -> throw new IllegalStateException("nothing is replayed here");
        };
    }

    private static Tuple arguments(Call<?> call, Period period, SumPage page) {
        return Tuple.of(call.caller().tenantId().value(), period.number())
                .addArrayOfString(page.words())
                .addValue(page.key())
                .addLong(page.fetched());
    }

    private Outcome<Statement> statement(Call<?> call, Period period, SumPage page, Sections sections) {
        if (!sections.begun) {
            return Outcome.refused(new Refusal.ResourceNotFound("No statement exists for this month."));
        }
        return page.lines(call, cursors, sections.lines).map(lines -> {
            var balances = Balances.of(sections.earlier, sections.entries);
            long corrected = Balances.spendCorrected(sections.entries);
            return new Statement(
                    call.caller().tenantId(),
                    period.toString(),
                    sections.over ? Statement.Status.FINAL : Statement.Status.OPEN,
                    period.start(),
                    period.end(),
                    balances.charged() + corrected,
                    corrected,
                    sections.adjustments(),
                    balances,
                    lines.lines().stream()
                            .map(line -> StatementItem.of(line, page, prices))
                            .toList(),
                    lines.nextCursor());
        });
    }

    private static final class Sections {

        private final List<SumLine> lines = new ArrayList<>();
        private final List<EntrySum> entries = new ArrayList<>();
        private final List<EntrySum> earlier = new ArrayList<>();
        private boolean begun;
        private boolean over;

        static Sections of(RowSet<Row> rows) {
            var sections = new Sections();
            rows.forEach(sections::add);
            return sections;
        }

        private void add(Row row) {
            switch (row.getString("section")) {
                case "item" -> lines.add(SumLine.of(row));
                case "entries" -> entries.add(sum(row));
                case "earlier" -> earlier.add(sum(row));
                case "month" -> {
                    begun = row.getLong("calls") > 0;
                    over = row.getLong("quantity") > 0;
                }
                default -> throw new IllegalStateException("unknown section of a statement");
            }
        }

        private static EntrySum sum(Row row) {
            var kind = row.getString("kind");
            return new EntrySum(
                    kind == null ? "" : kind,
                    row.getString("debit"),
                    row.getString("credit"),
                    row.getLong("calls") > 0,
                    row.getLong("micros"));
        }

        private long adjustments() {
            return entries.stream()
                    .filter(EntrySum::adjusts)
                    .mapToLong(EntrySum::micros)
                    .sum();
        }
    }
}
