package dev.tollgate.modules.bi.cell;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds what is pending to cells, workspace by workspace: where the oldest is two seconds old, or 64 calls have come. A
 * job of the installation; one process runs it at a time, and its lease ends if it dies. Workspaces take turns of one
 * transaction: one with much pending, or one that fails, delays no other.
 */
public final class CellFold {

    public static final JobKind KIND = JobKind.of("bi.fold_cells");

    /** Calls of one transaction. */
    static final int BATCHES_MAX = 64;

    static final Duration AGE_MAX = Duration.ofSeconds(2);

    /** Workspaces of one run, those that have waited longest. */
    private static final int WORKSPACES_MAX = 1_000;

    private static final Duration EVERY = Duration.ofSeconds(1);

    /** A run starts no transaction after this time, so that it ends in time. */
    private static final Duration RUN_MAX = Duration.ofSeconds(10);

    static final String WAITING = """
            WITH RECURSIVE waiting AS (
                (SELECT p.workspace_id, p.tenant_id, p.added_at FROM bi.pending p ORDER BY p.workspace_id, p.id LIMIT 1)
                 UNION ALL
                SELECT n.workspace_id, n.tenant_id, n.added_at
                  FROM waiting w
                 CROSS JOIN LATERAL (
                       SELECT p.workspace_id, p.tenant_id, p.added_at FROM bi.pending p
                        WHERE p.workspace_id > w.workspace_id ORDER BY p.workspace_id, p.id LIMIT 1) n
            )
            SELECT w.workspace_id, w.tenant_id FROM waiting w
             WHERE w.added_at <= $1
                OR EXISTS (SELECT FROM bi.pending p WHERE p.workspace_id = w.workspace_id OFFSET $2)
             ORDER BY w.added_at LIMIT $3
            """;

    private static final Logger LOGGER = LoggerFactory.getLogger(CellFold.class);

    private record Place(TenantId tenant, WorkspaceId workspace) {
        static Place of(Row row) {
            return new Place(new TenantId(row.getUUID("tenant_id")), new WorkspaceId(row.getUUID("workspace_id")));
        }
    }

    private final Work work;
    private final InstantSource clock;
    private final Set<WorkspaceId> failing = new HashSet<>();

    public CellFold(ModuleContext context) {
        this.work = context.work();
        this.clock = context.clock();
    }

    /** When it runs after a run. */
    public static Instant next(Instant now) {
        return now.plus(EVERY);
    }

    /** Folds what waits now; runs again at once if the time was too short for it. */
    public Future<?> run(JobRun run) {
        var now = clock.instant();
        var args = Tuple.of(now.minus(AGE_MAX).atOffset(ZoneOffset.UTC), BATCHES_MAX - 1, WORKSPACES_MAX);
        return work.read(run.call(), WAITING, args).compose(rows -> {
            var places = new ArrayDeque<Place>(rows.size());
            rows.forEach(row -> places.add(Place.of(row)));
            return all(run, places, now.plus(RUN_MAX));
        });
    }

    private Future<Void> all(JobRun run, Queue<Place> places, Instant until) {
        return FutureLoop.whileTrue(() -> {
            if (places.isEmpty()) {
                return Future.succeededFuture(false);
            }
            if (!clock.instant().isBefore(until)) {
                run.next(clock.instant());
                return Future.succeededFuture(false);
            }
            var place = places.remove();
            return folded(run.call().on(place.tenant(), place.workspace()), place)
                    .map(more -> {
                        if (more) {
                            places.add(place);
                        }
                        return true;
                    });
        });
    }

    /** Completes with whether more may be pending for it. */
    private Future<Boolean> folded(Call<?> call, Place place) {
        return CellFoldStep.fold(work, call).transform(step -> {
            if (step.failed()) {
                if (failing.add(place.workspace())) {
                    LOGGER.atWarn()
                            .addKeyValue("workspace", place.workspace().text())
                            .addKeyValue("reason", String.valueOf(step.cause().getMessage()))
                            .setCause(step.cause())
                            .log("cells were not folded, will retry");
                }
                return Future.succeededFuture(false);
            }
            failing.remove(place.workspace());
            return Future.succeededFuture(step.result());
        });
    }
}
