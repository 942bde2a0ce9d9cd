package dev.tollgate.modules.analytics.violation;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.analytics.violation.HeldEvents.Delta;
import dev.tollgate.modules.analytics.violation.HeldEvents.HeldCount;
import dev.tollgate.modules.analytics.violation.Violation.Resolution;
import dev.tollgate.modules.analytics.violation.Violation.Status;
import dev.tollgate.modules.analytics.violation.ViolationOperations.ViolationDecision;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.Copy;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;

/** Resolves violations. What calls track meanwhile is neither lost nor resolved: it opens the violation again. */
public final class Resolutions {

    static final Column<Violation, Long> COUNT = FaultRecording.TABLE.column("count", long.class);
    static final Column<Violation, Long> HELD = FaultRecording.TABLE.column("held", long.class);
    static final Column<Violation, Instant> LAST_SEEN_AT = FaultRecording.TABLE.column("last_seen_at", Instant.class);
    static final Column<Violation, Resolution> RESOLUTION = FaultRecording.TABLE.column("resolution", Resolution.class);
    private static final Column<Violation, String> NOTE = FaultRecording.TABLE.column("note", String.class);

    private static final String FROM_THE_BEGINNING =
            "UPDATE analytics.violation SET release_after = NULL WHERE workspace_id = $1 AND id = $2";

    private static final Refusal RELEASING = new Refusal.Conflict(
            "Its held events are being released. Resolve it again once its status is no longer releasing.");

    private final ModuleContext context;
    private final RecordTable<Violation> violations;

    public Resolutions(ModuleContext context) {
        this.context = context;
        this.violations = context.table(FaultRecording.TABLE);
    }

    public void serve(OperationBus bus) {
        bus.serve(ViolationOperations.RESOLVE, this::resolve);
    }

    private Future<Outcome<Violation>> resolve(Call<ViolationDecision> call) {
        var id = call.input().id();
        return context.work().write(call, transaction -> {
            transaction.waitForLocks();
            return violations
                    .locked(transaction, call, id)
                    .compose(found -> found.then(before -> before.status() == Status.RELEASING
                            ? Future.succeededFuture(Outcome.refused(RELEASING))
                            : resolved(transaction, call, before)));
        });
    }

    private Future<Outcome<Change<Violation>>> resolved(
            Transaction transaction, Call<ViolationDecision> call, Violation before) {
        var decision = call.input();
        var held = new HeldEvents(transaction, before.workspaceId().value(), before.id());
        if (decision.resolution() == Resolution.DISCARD) {
            held.discard();
        }
        var delta = held.takeDeltas();
        var remaining = held.remaining();
        return Future.all(delta, remaining).compose(_ -> {
            var after = status(decision, remaining.result());
            if (after == Status.RELEASING) {
                var _ = transaction.query(
                        FROM_THE_BEGINNING,
                        Tuple.of(before.workspaceId().value(), before.id().value()));
                ViolationJob.now(context, transaction, call, before.id());
            } else {
                ViolationJob.start(context, transaction, call, before.id());
            }
            var resolved = withDeltas(before, delta.result(), remaining.result())
                    .set(FaultRecording.STATUS, after)
                    .set(RESOLUTION, decision.resolution())
                    .set(NOTE, decision.note())
                    .done();
            return violations.changed(transaction, call, before, Outcome.done(resolved));
        });
    }

    private static Status status(ViolationDecision decision, HeldCount remaining) {
        return switch (decision.resolution()) {
            case ACCEPT -> remaining.held() > 0 ? Status.RELEASING : Status.RESOLVED;
            case DISCARD -> Status.RESOLVED;
            case IGNORE -> Status.IGNORED;
        };
    }

    /** The violation with the counts that calls have left beside it. */
    static Copy<Violation> withDeltas(Violation before, Delta delta, HeldCount remaining) {
        var seen = delta.seenAt();
        return FaultRecording.TABLE
                .copy(before)
                .set(COUNT, before.count() + delta.count())
                .set(HELD, remaining.held())
                .set(LAST_SEEN_AT, seen == null || seen.isBefore(before.lastSeenAt()) ? before.lastSeenAt() : seen);
    }
}
