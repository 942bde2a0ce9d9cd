package dev.tollgate.modules.bi.event;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.bi.event.TrackAnswer.Status;
import dev.tollgate.modules.bi.event.TrackAnswer.Tracked;
import dev.tollgate.modules.bi.event.TrackOperations.NewEvents;
import dev.tollgate.modules.bi.name.EventNames;
import dev.tollgate.modules.tracked.ClearEvent;
import dev.tollgate.modules.tracked.EventGovernance;
import dev.tollgate.modules.tracked.EventStorage;
import dev.tollgate.modules.tracked.EventVerdict;
import dev.tollgate.modules.tracked.HashedEvent;
import dev.tollgate.modules.tracked.RecordedFaults;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Answers {@code track_events} on one event loop. All that a call stores is one transaction: a call with an id that
 * another is storing waits for it.
 */
public final class TrackedEvents {

    private static final RecordedFaults NO_FAULTS = new RecordedFaults(Map.of(), List.of());

    private final Work work;
    private final IdSource ids;
    private final EventStore store;
    private final EventGovernance governance;

    public TrackedEvents(ModuleContext context, EventStore store, EventGovernance governance) {
        this.work = context.work();
        this.ids = context.ids();
        this.store = store;
        this.governance = governance;
    }

    public void serve(OperationBus bus) {
        bus.serve(TrackOperations.TRACK, this::track);
    }

    private Future<Outcome<TrackAnswer>> track(Call<NewEvents> call) {
        var sent = SentEvents.of(call.input().events(), call.facts().time());
        return work.write(
                call,
                transaction -> sent.events().isEmpty()
                        ? Future.succeededFuture(Outcome.done(change(sent.problems(), List.of(), Set.of(), NO_FAULTS)))
                        : stored(transaction, call, sent));
    }

    private Future<Outcome<Change<TrackAnswer>>> stored(Transaction transaction, Call<?> call, SentEvents sent) {
        transaction.waitForLocks();
        var names = sent.events().stream().map(ClearEvent::name).collect(Collectors.toSet());
        return EventNames.find(transaction, call, names)
                .compose(found -> governance
                        .check(transaction, call, sent.events(), found.unnamed())
                        .compose(
                                checked -> checked.then(verdicts -> stored(transaction, call, sent, found, verdicts))));
    }

    private Future<Outcome<Change<TrackAnswer>>> stored(
            Transaction transaction,
            Call<?> call,
            SentEvents sent,
            EventNames.Found found,
            List<EventVerdict> verdicts) {
        var counted = verdicts.stream()
                .filter(verdict -> verdict.storage() == EventStorage.COUNTED)
                .map(EventVerdict::event)
                .toList();
        return repeated(transaction, call, verdicts)
                .compose(repeated -> store.append(transaction, call, counted, found.known())
                        .map(fresh -> duplicates(counted, fresh, repeated)))
                .compose(duplicates -> recorded(transaction, call, verdicts, duplicates)
                        .map(recorded -> Outcome.done(change(sent.problems(), verdicts, duplicates, recorded))));
    }

    /**
     * The places of events that are not counted and whose ids held or stored events have, or counted ones before them.
     */
    private Future<Set<Integer>> repeated(Transaction transaction, Call<?> call, List<EventVerdict> verdicts) {
        var counted = new HashSet<UUID>();
        var repeated = new HashSet<Integer>();
        var others = new ArrayList<EventVerdict>();
        for (var verdict : verdicts) {
            var id = verdict.event().eventId();
            if (verdict.storage() == EventStorage.COUNTED) {
                if (id != null) {
                    counted.add(id);
                }
            } else if (id != null && counted.contains(id)) {
                repeated.add(verdict.event().index());
            } else {
                others.add(verdict);
            }
        }
        return governance
                .repeated(transaction, call, others, ids -> store.known(transaction, call, ids))
                .map(found -> {
                    repeated.addAll(found);
                    return repeated;
                });
    }

    private static Set<Integer> duplicates(List<HashedEvent> counted, Set<Integer> fresh, Set<Integer> repeated) {
        var duplicates = new HashSet<>(repeated);
        for (int place = 0; place < counted.size(); place++) {
            if (!fresh.contains(place)) {
                duplicates.add(counted.get(place).index());
            }
        }
        return duplicates;
    }

    private Future<RecordedFaults> recorded(
            Transaction transaction, Call<?> call, List<EventVerdict> verdicts, Set<Integer> duplicates) {
        var faulty = verdicts.stream()
                .filter(verdict -> verdict.violation()
                        && !duplicates.contains(verdict.event().index()))
                .toList();
        return faulty.isEmpty() ? Future.succeededFuture(NO_FAULTS) : governance.record(transaction, call, faulty);
    }

    private Change<TrackAnswer> change(
            SortedMap<Integer, String> problems,
            List<EventVerdict> verdicts,
            Set<Integer> duplicates,
            RecordedFaults recorded) {
        var results = new TreeMap<Integer, Tracked>();
        problems.forEach((index, problem) -> results.put(index, Tracked.problem(index, problem)));
        for (var verdict : verdicts) {
            int index = verdict.event().index();
            results.put(
                    index, duplicates.contains(index) ? Tracked.duplicate(index) : result(index, verdict, recorded));
        }
        var answer = new TrackAnswer(
                count(results, Status.ACCEPTED),
                count(results, Status.DUPLICATE),
                count(results, Status.VIOLATION),
                List.copyOf(results.values()));
        var changes = new ArrayList<RecordChange>();
        if (answer.accepted() + answer.violations() > 0) {
            var batch = new TrackedBatch(
                    new EventBatchId(ids.next()), 1, answer.accepted(), answer.duplicates(), answer.violations());
            changes.add(new RecordChange(null, TrackOperations.TRACKED_TYPE, null, batch));
        }
        changes.addAll(recorded.changes());
        return new Change<>(answer, changes);
    }

    private static Tracked result(int index, EventVerdict verdict, RecordedFaults recorded) {
        var known = recorded.byIndex().get(index);
        var stored = known == null ? verdict.storage() : known.storage();
        boolean bad = verdict.isBad();
        return new Tracked(
                index,
                bad ? Status.VIOLATION : Status.ACCEPTED,
                bad ? stored : null,
                known == null ? null : known.violation(),
                verdict.faults().isEmpty() ? null : verdict.faults(),
                null);
    }

    private static long count(Map<Integer, Tracked> results, Status status) {
        return results.values().stream().filter(one -> one.status() == status).count();
    }
}
