package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.records.call.CallQuery;
import dev.tollgate.records.call.CallStore;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sums of the usage of a workspace, or of a whole tenant. A page starts after the last line of the page before, so that
 * usage that comes between two pages neither repeats nor hides a line.
 */
public final class UsageQueries {

    /** The longest span that can be summed at once: a little more than usage is kept. */
    static final long DAYS_MAX = 400;

    private static final String OF_TENANT = "tenant_id = $1 AND day >= $2 AND day < $3";

    static final String SUMS_OF_TENANT = SumLine.sql(OF_TENANT, "$4", "$5", "$6");

    static final String SUMS_OF_WORKSPACE = SumLine.sql(OF_TENANT + " AND workspace_id = $7", "$4", "$5", "$6");

    /** The longest span that can be summed by the hour, which reads every call of it. */
    static final long HOURLY_DAYS_MAX = 7;

    /** The time of a call is close to the one in its id, by which calls are stored. */
    static final String HOURS_OF_WORKSPACE = SumLine.sqlOfCalls(
            "workspace_id = $7 AND tenant_id = $1 AND at >= $2::date AND at < $3::date"
                    + " AND id >= billing.least_id($2::date - interval '2 hours')"
                    + " AND id < billing.least_id($3::date + interval '2 hours')",
            "$4",
            "$5",
            "$6",
            "$8");

    /** The most calls that are summed by the hour; the timeout of a read bounds their time. */
    static final int HOURLY_CALLS_MAX = 500_000;

    private static final Refusal OF_WORKSPACES_ONLY = Refusal.ValidationFailed.of(
            "group_by", "hour is for the usage of a workspace; a tenant's is grouped by day");

    private record Span(LocalDate from, LocalDate to, boolean hourly) {

        @Nullable Refusal fault() {
            if (!to.isAfter(from)) {
                return Refusal.ValidationFailed.of("to", "must be after from: it is exclusive");
            }
            long most = hourly ? HOURLY_DAYS_MAX : DAYS_MAX;
            return ChronoUnit.DAYS.between(from, to) <= most
                    ? null
                    : Refusal.ValidationFailed.of(
                            "from",
                            "must be at most " + most + " days before to" + (hourly ? " when grouped by hour" : ""));
        }
    }

    private final Work work;
    private final Cursors cursors;
    private final InstantSource clock;
    private final int hourlyCallsMax;
    private final UnaryOperator<String> modules;
    private final HourlySums hourly = new HourlySums();

    /**
     * One per event loop.
     *
     * @param modules the module of an operation
     */
    public UsageQueries(Work work, Cursors cursors, InstantSource clock, UnaryOperator<String> modules) {
        this(work, cursors, clock, modules, HOURLY_CALLS_MAX);
    }

    UsageQueries(Work work, Cursors cursors, InstantSource clock, UnaryOperator<String> modules, int hourlyCallsMax) {
        this.modules = modules;
        this.work = work;
        this.cursors = cursors;
        this.clock = clock;
        this.hourlyCallsMax = hourlyCallsMax;
    }

    /** One line per group that has usage, in the order of its days and names. */
    public Future<Outcome<Page<UsageSum>>> list(Call<UsagePage> call) {
        var query = call.input();
        var span = span(query);
        var fault = span.hourly() && call.caller().workspace() == null ? OF_WORKSPACES_ONLY : span.fault();
        if (fault != null) {
            return Future.succeededFuture(Outcome.refused(fault));
        }
        var limits = new SumPage.Limits(query.limit(), query.cursor(), PageSize.DEFAULT);
        return switch (SumPage.of(call, cursors, query.groups(), span.toString(), limits)) {
            case Outcome.Done<SumPage>(SumPage page) ->
                span.hourly()
                        ? hourly.run(call.caller().tenantId(), () -> hours(call, span, page))
                        : sums(call, span, page).map(rows -> answer(call, page, rows));
            case Outcome.Refused<SumPage>(Refusal refusal) -> Future.succeededFuture(Outcome.refused(refusal));
            case Outcome.Replayed<SumPage> _ -> throw new IllegalStateException("nothing is replayed here");
        };
    }

    private Span span(UsagePage page) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var to = page.to() == null ? today.plusDays(1) : page.to();
        var last = to.minusDays(1);
        var first = page.isHourly() ? last : last.withDayOfMonth(1);
        return new Span(page.from() == null ? first : page.from(), to, page.isHourly());
    }

    /** Sums the calls that versions before booked as rows, then those in segments. */
    private Future<Outcome<Page<UsageSum>>> hours(Call<UsagePage> call, Span span, SumPage page) {
        var workspace = Objects.requireNonNull(call.caller().workspace());
        var arguments = arguments(call, span, page).addUUID(workspace.value()).addInteger(hourlyCallsMax);
        var sums = new CallSums(page.groups(), modules);
        return work.read(call, HOURS_OF_WORKSPACE, arguments).compose(rows -> {
            long ofRows = rows.size() == 0 ? 0 : rows.iterator().next().getLong("calls_read");
            lines(rows).forEach(sums::add);
            return new CallStore((sql, args) -> work.read(call, sql, args), call.listener())
                    .each(ofSpan(call, span), hourlyCallsMax, sums::add)
                    .map(whole -> !whole || ofRows + sums.calls() > hourlyCallsMax
                            ? Outcome.refused(Refusal.ValidationFailed.of(
                                    "from",
                                    "the period has more than " + hourlyCallsMax
                                            + " calls, too many to group by hour; shorten it"))
                            : page.lines(call, cursors, sums.lines(page)).map(lines -> shown(lines, page)));
        });
    }

    private static CallQuery ofSpan(Call<UsagePage> call, Span span) {
        return CallQuery.of(Chain.of(call.caller()))
                .ended(
                        span.from().atStartOfDay(ZoneOffset.UTC).toInstant(),
                        span.to().atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** What belongs to no workspace is seen on the tenant only. */
    private Future<RowSet<Row>> sums(Call<UsagePage> call, Span span, SumPage page) {
        var arguments = arguments(call, span, page);
        WorkspaceId workspace = call.caller().workspace();
        return workspace == null
                ? work.read(call, SUMS_OF_TENANT, arguments)
                : work.read(call, SUMS_OF_WORKSPACE, arguments.addUUID(workspace.value()));
    }

    private static Tuple arguments(Call<UsagePage> call, Span span, SumPage page) {
        return Tuple.of(call.caller().tenantId().value(), span.from(), span.to())
                .addArrayOfString(page.words())
                .addValue(page.key())
                .addLong(page.fetched());
    }

    private Outcome<Page<UsageSum>> answer(Call<UsagePage> call, SumPage page, RowSet<Row> rows) {
        return page.lines(call, cursors, lines(rows)).map(lines -> shown(lines, page));
    }

    private static List<SumLine> lines(RowSet<Row> rows) {
        List<SumLine> lines = new ArrayList<>(rows.size());
        rows.forEach(row -> lines.add(SumLine.of(row)));
        return lines;
    }

    private static Page<UsageSum> shown(SumPage.Lines lines, SumPage page) {
        return new Page<>(
                lines.lines().stream().map(line -> UsageSum.of(line, page)).toList(), lines.nextCursor());
    }
}
