package dev.tollgate.modules.bi.query.trend;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.bi.cell.CellAnswer;
import dev.tollgate.modules.bi.cell.CellQuery;
import dev.tollgate.modules.bi.event.EventStore;
import dev.tollgate.modules.bi.query.source.RowReads;
import dev.tollgate.records.report.Report;
import dev.tollgate.records.report.ReportAnswer;
import dev.tollgate.records.report.ReportAnswer.Group;
import dev.tollgate.records.report.Reports;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Computes trends: from cells where they know the answer, else from rows. One per event loop. */
public final class Trends {

    /**
     * The answer of a trend.
     *
     * @param cells whether cells gave it
     */
    public record Computed(ReportAnswer answer, List<Group> earlier, boolean cells) {}

    private final EventStore store;
    private final RowReads reads;

    public Trends(EventStore store, RowReads reads) {
        this.store = store;
        this.reads = reads;
    }

    public Future<Outcome<Computed>> compute(Call<?> call, PlannedTrend trend) {
        var cells = CellTrend.of(trend);
        var computed = cells.isEmpty()
                ? rows(call, trend)
                : cells(call, trend, cells.get())
                        .compose(found -> found.isPresent()
                                ? Future.succeededFuture(Outcome.done(found.get()))
                                : rows(call, trend));
        return computed.compose(outcome -> outcome.then(found -> Future.succeededFuture(bounded(trend, found))));
    }

    private static Outcome<Computed> bounded(PlannedTrend trend, Computed computed) {
        var refusal = trend.refusal(computed.answer().groups().size());
        return refusal == null ? Outcome.done(computed) : Outcome.refused(refusal);
    }

    private Future<Optional<Computed>> cells(Call<?> call, PlannedTrend trend, CellTrend cells) {
        return counted(call, cells, trend.report(), CellGroups::answer).compose(now -> {
            if (now.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            var answer = now.get();
            var earlier = trend.earlier();
            if (earlier == null || answer.groups().size() > trend.groupsMax()) {
                return Future.succeededFuture(Optional.of(new Computed(answer, List.of(), true)));
            }
            if (!earlier.bounds().stream().allMatch(CellQuery::isWhole)) {
                return Future.succeededFuture(Optional.empty());
            }
            var keys = answer.groups().stream().map(Group::key).toList();
            return counted(call, cells, trend.earlierReport(), groups -> groups.of(keys))
                    .map(before -> before.map(groups -> new Computed(answer, groups, true)));
        });
    }

    private <T> Future<Optional<T>> counted(
            Call<?> call, CellTrend cells, Report report, Function<CellGroups, T> wanted) {
        var bounds = Objects.requireNonNull(report.period()).bounds();
        return store.cells(call, cells.query(bounds)).compose(answer -> switch (answer) {
            case CellAnswer.Exact(var totals) ->
                OffLoop.run(() -> Optional.of(wanted.apply(new CellGroups(cells, report, totals))));
            case CellAnswer.ReadRows _ -> Future.succeededFuture(Optional.empty());
        });
    }

    private Future<Outcome<Computed>> rows(Call<?> call, PlannedTrend trend) {
        var reports = new Reports(trend.source().columns(), trend.report());
        return reads.read(
                call,
                reports::estimate,
                transaction -> reports.answer(transaction, trend.groupsMax())
                        .compose(answer -> earlier(transaction, trend, answer)
                                .map(earlier -> new Computed(answer, earlier, false))));
    }

    private static Future<List<Group>> earlier(Transaction transaction, PlannedTrend trend, ReportAnswer answer) {
        if (trend.earlier() == null || answer.groups().size() > trend.groupsMax()) {
            return Future.succeededFuture(List.of());
        }
        var keys = answer.groups().stream().map(Group::key).toList();
        return new Reports(trend.source().columns(), trend.earlierReport()).groups(transaction, keys);
    }
}
