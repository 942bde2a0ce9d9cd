package dev.tollgate.modules.analytics.violation;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.reference.ViolationId;
import dev.tollgate.modules.analytics.violation.HeldEvents.HeldCount;
import dev.tollgate.modules.analytics.violation.Violation.Resolution;
import dev.tollgate.modules.analytics.violation.Violation.Status;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happens to violations by themselves: counts that calls left beside them are added, held events are released in
 * steps or expire, and a violation that nobody has seen for as long as events are kept is deleted.
 */
public final class ViolationJob {

    public static final JobKind KIND =
            JobKind.of("analytics.violation", "violation.settle", "violation.release", "violation.expire");

    /** When counts are added that concurrent calls have left. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final Duration LATER = Duration.ofDays(1);

    private static final String FORGET = "DELETE FROM analytics.violation WHERE workspace_id = $1 AND id = $2";

    private final RecordTable<Violation> violations;
    private final HeldRelease release;

    public ViolationJob(ModuleContext context, HeldRelease release) {
        this.violations = context.table(FaultRecording.TABLE);
        this.release = release;
    }

    static void start(ModuleContext context, Transaction transaction, Call<?> call, ViolationId id) {
        context.jobs().schedule(transaction, call, KIND, id, call.facts().time().plus(SOON));
    }

    static void now(ModuleContext context, Transaction transaction, Call<?> call, ViolationId id) {
        context.jobs().schedule(transaction, call, KIND, id, call.facts().time());
    }

    public Future<?> run(JobRun run) {
        var id = new ViolationId(run.subject());
        return run.write(transaction -> violations
                .locked(transaction, run.call(), id)
                .compose(found -> found.then(before -> update(run, transaction, before))));
    }

    private Future<Outcome<Change<Violation>>> update(JobRun run, Transaction transaction, Violation before) {
        var now = run.call().facts().time();
        var held = new HeldEvents(transaction, before.workspaceId().value(), before.id());
        held.expire(now);
        var ended = before.status() == Status.RELEASING
                ? release.step(transaction, run.call(), before)
                : Future.succeededFuture(true);
        return ended.compose(_ -> {
            var delta = held.takeDeltas();
            var remaining = held.remaining();
            return Future.all(delta, remaining).compose(_ -> {
                var seen = delta.result().count() > 0;
                var status = status(before, ended.result(), seen, remaining.result());
                var after = Resolutions.withDeltas(before, delta.result(), remaining.result())
                        .set(FaultRecording.STATUS, status)
                        .set(Resolutions.RESOLUTION, resolution(before, status))
                        .done();
                if (isForgotten(after, now)) {
                    var _ = transaction.query(
                            FORGET,
                            Tuple.of(after.workspaceId().value(), after.id().value()));
                    return Future.succeededFuture(Outcome.done(Change.unchanged(before)));
                }
                run.next(next(after, seen, remaining.result(), now));
                return violations.changed(transaction, run.call(), before, Outcome.done(after));
            });
        });
    }

    private static Status status(Violation before, boolean ended, boolean seen, HeldCount remaining) {
        return switch (before.status()) {
            case OPEN, IGNORED -> before.status();
            case RESOLVED -> seen ? Status.OPEN : Status.RESOLVED;
            case RELEASING -> !ended ? Status.RELEASING : seen || remaining.held() > 0 ? Status.OPEN : Status.RESOLVED;
        };
    }

    private static @Nullable Resolution resolution(Violation before, Status after) {
        return after == Status.OPEN ? null : before.resolution();
    }

    private static boolean isForgotten(Violation violation, Instant now) {
        return violation.held() == 0 && violation.lastSeenAt().isBefore(now.minus(EventLimits.RETENTION));
    }

    private static Instant next(Violation after, boolean seen, HeldCount remaining, Instant now) {
        if (after.status() == Status.RELEASING) {
            return now;
        }
        if (seen) {
            return now.plus(SOON);
        }
        var later = now.plus(LATER);
        var oldest = remaining.oldest();
        var expires = oldest == null ? later : oldest.plus(HeldEvents.KEPT);
        return expires.isBefore(later) ? expires : later;
    }
}
