package dev.tollgate.billing.usage;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.table.Cursors;
import dev.tollgate.records.table.Listing;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sums of a workspace's usage. A cursor is a position in the sums as they are now: they may grow between two pages. */
public final class UsageReading {

    /** The longest span that can be summed at once: a little more than usage is kept. */
    static final long DAYS_MAX = 400;

    private static final String SUMS = """
            , sum(calls)::bigint AS calls, sum(quantity)::bigint AS quantity,
                   sum(charge_micros)::bigint AS charge_micros
              FROM billing.usage_sum
             WHERE tenant_id = $1 AND workspace_id = $2 AND day BETWEEN $3 AND $4
            """;

    private static final String PAGE = " LIMIT $5 OFFSET $6";

    private record Span(LocalDate from, LocalDate to) {

        @Nullable Refusal fault() {
            if (to.isBefore(from)) {
                return Refusal.ValidationFailed.of("to", "must not be before from");
            }
            return ChronoUnit.DAYS.between(from, to) < DAYS_MAX
                    ? null
                    : Refusal.ValidationFailed.of("from", "must be less than " + DAYS_MAX + " days before to");
        }
    }

    private final Work work;
    private final Cursors cursors;
    private final InstantSource clock;

    public UsageReading(Work work, Cursors cursors, InstantSource clock) {
        this.work = work;
        this.cursors = cursors;
        this.clock = clock;
    }

    /** One line per group that has usage, in the order of its days and names. */
    public Future<Outcome<Page<UsageSum>>> list(Call<UsagePage> call) {
        var wanted = call.input();
        var span = span(wanted);
        var fault = span.fault();
        if (fault != null) {
            return Future.succeededFuture(Outcome.refused(fault));
        }
        var groups = Grouping.named(wanted.groupBy());
        var filters = span + " " + groups;
        var start = wanted.cursor() == null ? Optional.of(0) : position(call, filters, wanted.cursor());
        if (start.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(Cursors.REFUSAL));
        }
        int limit = wanted.limit() == null ? Listing.LIMIT : wanted.limit();
        return work.read(call, sql(groups), arguments(call, span, limit + 1, start.get()))
                .map(rows -> Outcome.done(page(call, filters, rows, limit, start.get())));
    }

    private Span span(UsagePage wanted) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var to = wanted.to() == null ? today : wanted.to();
        return new Span(wanted.from() == null ? to.withDayOfMonth(1) : wanted.from(), to);
    }

    private static Tuple arguments(Call<?> call, Span span, int limit, int offset) {
        return Tuple.of(
                call.caller().tenantId().value(),
                call.caller().workspaceId().value(),
                span.from(),
                span.to(),
                (long) limit,
                (long) offset);
    }

    private static String sql(Set<Grouping> groups) {
        var columns = Set.of(Grouping.values()).stream()
                .sorted()
                .map(group ->
                        groups.contains(group) ? group.column() : "NULL::" + group.type() + " AS " + group.column())
                .collect(Collectors.joining(", "));
        var by = groups.stream().map(Grouping::column).collect(Collectors.joining(", "));
        var order = groups.isEmpty() ? "HAVING count(*) > 0" : "GROUP BY " + by + " ORDER BY " + by;
        return "SELECT " + columns + SUMS + order + PAGE;
    }

    private Page<UsageSum> page(Call<?> call, String filters, RowSet<Row> rows, int limit, int start) {
        var sums = new ArrayList<UsageSum>(limit);
        for (var row : rows) {
            if (sums.size() == limit) {
                var next = ByteBuffer.allocate(Integer.BYTES).putInt(start + limit);
                return new Page<>(sums, cursors.at(call, filters, next.array()));
            }
            sums.add(sum(row));
        }
        return new Page<>(sums, null);
    }

    private Optional<Integer> position(Call<?> call, String filters, String cursor) {
        return cursors.position(call, filters, cursor)
                .filter(position -> position.length == Integer.BYTES)
                .map(position -> ByteBuffer.wrap(position).getInt());
    }

    private static UsageSum sum(Row row) {
        return new UsageSum(
                row.getLocalDate("day"),
                row.getString("dimension"),
                row.getString("credential_id"),
                row.getString("module"),
                row.getString("surface"),
                row.getLong("calls"),
                row.getLong("quantity"),
                row.getLong("charge_micros"));
    }
}
