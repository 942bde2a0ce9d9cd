package dev.tollgate.modules.bi.cell;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.bi.name.EventName;
import dev.tollgate.modules.bi.name.EventNameId;
import dev.tollgate.modules.bi.name.EventNames;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Gives cells of an event the dimensions and measures that were declared after their hour, from rows, oldest first: a
 * few hours a run, under the lock of the workspace's cells. Queries read rows till then.
 */
public final class CellFill {

    public static final JobKind KIND = JobKind.of("bi.fill_cells");

    /** When an hour is looked at again for which something is pending. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    private static final String UNFILLED = """
            SELECT s.name, n.no, s.dimensions, s.measures, s.filled_to
              FROM bi.shape s
              JOIN bi.name n ON n.workspace_id = s.workspace_id AND n.name = s.name
             WHERE s.workspace_id = $1 AND s.filled_to IS NOT NULL
            """;

    private static final String FILLED = "UPDATE bi.shape SET filled_to = $3 WHERE workspace_id = $1 AND name = $2";

    private CellFill() {}

    /** Begins from the oldest cell of an event, once the transaction has set its shape. */
    public static void begin(Transaction transaction, Call<?> call, Jobs jobs, String name) {
        filledTo(transaction, call.caller().workspaceId(), name, CellFillStep.EPOCH);
        jobs.schedule(
                transaction, call, KIND, EventNameId.of(name), call.facts().time());
    }

    /** @param hour the last one that is done; null if all are */
    private static void filledTo(
            Transaction transaction, WorkspaceId workspace, String name, @Nullable OffsetDateTime hour) {
        var _ = transaction.query(FILLED, Tuple.of(workspace.value(), name).addOffsetDateTime(hour));
    }

    /** One step; runs again at once until all cells are filled. */
    public static Future<?> run(JobRun run) {
        return run.write(transaction -> transaction
                .query(UNFILLED, Tuple.of(run.workspaceId().value()))
                .compose(rows -> {
                    for (var row : rows) {
                        if (EventNameId.of(row.getString("name")).value().equals(run.subject())) {
                            return filled(run, transaction, EventNames.name(row), row.getOffsetDateTime("filled_to"));
                        }
                    }
                    return Future.succeededFuture();
                })
                .map(_ -> Outcome.done(Change.of(true))));
    }

    private static Future<?> filled(JobRun run, Transaction transaction, EventName name, OffsetDateTime after) {
        return new CellFillStep(transaction, run.workspaceId(), name, after)
                .run()
                .onSuccess(end -> {
                    if (end.hour() != null || end.blocked()) {
                        var now = run.call().facts().time();
                        run.next(end.blocked() ? now.plus(AGAIN) : now);
                    }
                    filledTo(transaction, run.workspaceId(), name.name(), end.hour());
                });
    }
}
