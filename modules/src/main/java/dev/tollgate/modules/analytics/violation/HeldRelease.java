package dev.tollgate.modules.analytics.violation;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.modules.analytics.check.EventCheck;
import dev.tollgate.modules.analytics.check.RuleRows;
import dev.tollgate.modules.analytics.check.RulesLock;
import dev.tollgate.modules.analytics.check.SlicedChecks;
import dev.tollgate.modules.analytics.hash.HashKeys;
import dev.tollgate.modules.analytics.violation.HeldEvents.Held;
import dev.tollgate.modules.tracked.EventMaintenance;
import dev.tollgate.modules.tracked.HashedEvent;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Checks held events again, by the rules of now, and gives the good ones to the event store. */
public final class HeldRelease {

    private static final String POSITION =
            "SELECT release_after FROM analytics.violation WHERE workspace_id = $1 AND id = $2";

    private static final String AT =
            "UPDATE analytics.violation SET release_after = $3 WHERE workspace_id = $1 AND id = $2";

    /** What the patterns of one step may cost, about half a second: the next step goes on where it ended. */
    static final long STEPS_MAX = 25_000_000;

    private final RuleRows rules;
    private final HashKeys keys;
    private final EventMaintenance maintenance;

    public HeldRelease(RuleRows rules, HashKeys keys, EventMaintenance maintenance) {
        this.rules = rules;
        this.keys = keys;
        this.maintenance = maintenance;
    }

    /** Releases the next held events of a violation that is locked; whether those were the last. */
    public Future<Boolean> step(Transaction transaction, Call<?> call, Violation violation) {
        var workspace = violation.workspaceId();
        RulesLock.share(transaction, workspace);
        var held = new HeldEvents(transaction, workspace.value(), violation.id());
        var key = Tuple.of(workspace.value(), violation.id().value());
        var hashes = keys.made(transaction::query, workspace);
        var ofName = rules.ofOne(transaction::query, workspace, violation.name());
        var step = transaction
                .query(POSITION, key)
                .compose(rows -> held.step(rows.iterator().next().getUUID("release_after")));
        return Future.all(hashes, ofName, step).compose(_ -> {
            var check = new EventCheck(
                    ofName.result(), hashes.result(), call.facts().time(), Set.of());
            var all = step.result();
            return SlicedChecks.of(all, one -> good(check, one), () -> check.steps() > STEPS_MAX, call.listener())
                    .compose(checked -> {
                        if (!checked.isEmpty()) {
                            var last = all.get(checked.size() - 1);
                            var _ = transaction.query(
                                    AT,
                                    Tuple.of(workspace.value(), violation.id().value(), last.id()));
                        }
                        var good = checked.stream().flatMap(Optional::stream).toList();
                        boolean ended = checked.size() == all.size() && all.size() < HeldEvents.STEP_MAX;
                        return released(transaction, call, held, good).map(ended);
                    });
        });
    }

    /** A held event as it is stored, if it is good. */
    private static Optional<Held> good(EventCheck check, Held one) {
        return Optional.ofNullable(check.released(one.event(), one.checks()))
                .map(event -> new Held(one.id(), event, one.checks()));
    }

    private Future<?> released(Transaction transaction, Call<?> call, HeldEvents held, List<Held> good) {
        if (good.isEmpty()) {
            return Future.succeededFuture();
        }
        List<HashedEvent> events = good.stream().map(Held::event).toList();
        return maintenance.release(transaction, call, events).map(stored -> {
            List<UUID> gone = stored.stream().map(place -> good.get(place).id()).toList();
            held.delete(gone);
            return gone;
        });
    }
}
