package dev.tollgate.billing.statement;

import dev.tollgate.billing.ledger.Source;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.rating.Period;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes statements. One statement of SQL, so that all its figures are of one moment. */
public final class Statements {

    /** What it gives: a section and, by section, two words and three figures. */
    private static final String SECTIONS = """
            SELECT 'line' AS section, dimension AS a, price_version AS b, NULL AS c, NULL::uuid AS id,
                   sum(calls)::bigint AS x, sum(quantity)::bigint AS y, sum(charge_micros)::bigint AS z
              FROM billing.usage_sum WHERE tenant_id = $1 AND period = $2
             GROUP BY dimension, price_version
            UNION ALL
            SELECT 'workspace', NULL, NULL, NULL, workspace_id, sum(calls)::bigint, 0, sum(charge_micros)::bigint
              FROM billing.usage_sum WHERE tenant_id = $1 AND period = $2
             GROUP BY workspace_id
            UNION ALL
            SELECT 'movement', kind, debit, credit, NULL, (adjusts IS NOT NULL)::int, 0, micros
              FROM billing.transfer_sum WHERE tenant_id = $1 AND period = $2
            UNION ALL
            SELECT 'opening', NULL, NULL, NULL, NULL, 0, 0,
                   COALESCE(sum(CASE WHEN credit = 'prepaid' THEN micros ELSE -micros END), 0)::bigint
              FROM billing.transfer_sum
             WHERE tenant_id = $1 AND period < $2 AND 'prepaid' IN (debit, credit)
            UNION ALL
            SELECT 'final', NULL, NULL, NULL, NULL, count(*), 0, 0
              FROM billing.month_turned WHERE tenant_id = $1 AND period > $2
            ORDER BY section, a, b, c, id
            """;

    private final Work work;

    public Statements(Work work) {
        this.work = work;
    }

    /** Refused where nothing ever moved in that month. */
    public Future<Outcome<Statement>> get(Call<StatementMonth> call) {
        var period = Period.of(YearMonth.parse(call.input().month()));
        var tenant = call.caller().tenantId();
        return work.read(call, SECTIONS, Tuple.of(tenant.value(), period.number()))
                .map(rows -> {
                    var sections = Sections.of(rows);
                    return sections.movements.isEmpty() && sections.lines.isEmpty()
                            ? Outcome.refused(new Refusal.ResourceNotFound("There is no statement for this month."))
                            : Outcome.done(sections.statement(call, period));
                });
    }

    private record Movement(String kind, String debit, String credit, boolean adjusts, long micros) {

        /** What it adds to the flow between two accounts: less than nothing if it goes the other way. */
        long micros(Source from, Source to) {
            if (debit.equals(from.text()) && credit.equals(to.text())) {
                return micros;
            }
            return debit.equals(to.text()) && credit.equals(from.text()) ? -micros : 0;
        }

        /** What it adds to an account. */
        long micros(Source account) {
            if (credit.equals(account.text())) {
                return micros;
            }
            return debit.equals(account.text()) ? -micros : 0;
        }
    }

    private static final class Sections {

        private final List<Statement.Line> lines = new ArrayList<>();
        private final List<Statement.WorkspaceSum> workspaces = new ArrayList<>();
        private final List<Movement> movements = new ArrayList<>();
        private long opening;
        private boolean last;

        static Sections of(RowSet<Row> rows) {
            var sections = new Sections();
            rows.forEach(sections::add);
            return sections;
        }

        private void add(Row row) {
            long x = row.getLong("x");
            long z = row.getLong("z");
            String a = row.getString("a");
            String b = row.getString("b");
            switch (row.getString("section")) {
                case "line" -> lines.add(new Statement.Line(a, b, x, row.getLong("y"), z));
                case "workspace" -> workspaces.add(new Statement.WorkspaceSum(workspace(row.getUUID("id")), x, z));
                case "movement" -> movements.add(new Movement(a, b, row.getString("c"), x > 0, z));
                case "opening" -> opening = z;
                case "final" -> last = x > 0;
                default -> throw new IllegalStateException("a section nobody knows");
            }
        }

        Statement statement(Call<?> call, Period period) {
            var sources = new Statement.Sources(
                    drawn(Source.INCLUDED), drawn(Source.PREPAID), drawn(Source.OVERAGE), drawn(Source.GRACE));
            return new Statement(
                    call.caller().tenantId(),
                    period.toString(),
                    last ? Statement.Status.FINAL : Statement.Status.OPEN,
                    sources.sum(),
                    sources,
                    net(Source.PLAN, Source.INCLUDED),
                    opening,
                    net(Source.PAYMENT, Source.PREPAID),
                    net(Source.PREPAID, Source.EXPIRED),
                    adjustments(),
                    opening + prepaid(),
                    lines,
                    workspaces);
        }

        private long drawn(Source source) {
            return net(source, Source.USAGE);
        }

        private long net(Source from, Source to) {
            return movements.stream()
                    .mapToLong(movement -> movement.micros(from, to))
                    .sum();
        }

        private long adjustments() {
            return movements.stream()
                    .filter(Movement::adjusts)
                    .mapToLong(Movement::micros)
                    .sum();
        }

        private long prepaid() {
            return movements.stream()
                    .mapToLong(movement -> movement.micros(Source.PREPAID))
                    .sum();
        }

        private static @Nullable WorkspaceId workspace(@Nullable UUID id) {
            return id == null ? null : new WorkspaceId(id);
        }
    }
}
