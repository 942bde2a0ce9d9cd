package dev.tollgate.modules.analytics.violation;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.reference.ViolationId;
import dev.tollgate.modules.analytics.violation.Violation.Status;
import dev.tollgate.modules.tracked.EventStorage;
import dev.tollgate.modules.tracked.EventVerdict;
import dev.tollgate.modules.tracked.RecordedFaults;
import dev.tollgate.modules.tracked.RecordedFaults.Recorded;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Records the violations of one call, in its transaction. Calls do not wait for each other's violations: one that finds
 * a violation locked leaves its counts beside it.
 */
public final class FaultRecording {

    /** Events in quarantine in one workspace. Concurrent calls may exceed it by what each of them holds. */
    static final int HELD_MAX = 100_000;

    /** Violations of one workspace: faults that would be one more are answered, and not recorded. */
    static final int VIOLATIONS_MAX = 10_000;

    public static final TableDeclaration<Violation> TABLE = ViolationOperations.VIOLATIONS.table();
    static final Column<Violation, Status> STATUS = TABLE.column("status", Status.class);
    private static final Column<Violation, List<Violation.Sample>> SAMPLES = TABLE.column("samples", List.class);

    private final ModuleContext context;
    private final RecordTable<Violation> violations;
    private final Transaction transaction;
    private final Call<?> call;
    private final ViolationRows rows;
    private final HeldIds ids;
    private final Map<String, ViolationId> byKey = new HashMap<>();
    private final Set<ViolationId> opened = new HashSet<>();
    private final Set<ViolationId> reopened = new HashSet<>();
    private final Set<EventVerdict> held = Collections.newSetFromMap(new IdentityHashMap<>());

    public FaultRecording(
            ModuleContext context, RecordTable<Violation> violations, Transaction transaction, Call<?> call) {
        this.context = context;
        this.violations = violations;
        this.transaction = transaction;
        this.call = call;
        this.rows = new ViolationRows(transaction, call);
        this.ids = new HeldIds(transaction, call.caller().workspaceId().value());
    }

    public Future<RecordedFaults> of(List<EventVerdict> verdicts) {
        var groups = FaultGroup.grouped(verdicts);
        if (groups.isEmpty()) {
            return Future.succeededFuture(new RecordedFaults(Map.of(), List.of()));
        }
        var found = rows.find(groups);
        var room = rows.room(VIOLATIONS_MAX);
        return Future.all(found, room)
                .compose(_ -> {
                    noteExisting(found.result());
                    boolean more = room.result().getLong("violations") < VIOLATIONS_MAX;
                    hold(groups, more, HELD_MAX - room.result().getLong("held"));
                    return counted(groups).compose(_ -> more ? open(groups) : Future.succeededFuture());
                })
                .compose(_ -> changes())
                .map(changes -> new RecordedFaults(recorded(groups), changes));
    }

    private void noteExisting(RowSet<Row> existing) {
        for (var row : existing) {
            byKey.put(
                    FaultGroup.violationKey(
                            row.getString("name"),
                            Objects.requireNonNull(row.getInteger("revision")),
                            row.getString("fault_key")),
                    new ViolationId(row.getUUID("id")));
        }
    }

    /** Decides which events are held: those of a violation, while there is room. */
    private void hold(List<FaultGroup> groups, boolean more, long room) {
        for (var group : groups) {
            if (more || byKey.containsKey(group.violationKey())) {
                group.verdicts().stream()
                        .filter(verdict -> verdict.storage() == EventStorage.QUARANTINED)
                        .limit(Math.max(0, room - held.size()))
                        .forEach(held::add);
            }
        }
    }

    private long heldOf(FaultGroup group) {
        return group.verdicts().stream().filter(held::contains).count();
    }

    /** Counts events of violations that exist. */
    private Future<?> counted(List<FaultGroup> groups) {
        return Future.all(groups.stream()
                .filter(group -> byKey.containsKey(group.violationKey()))
                .map(this::counted)
                .toList());
    }

    private Future<?> counted(FaultGroup group) {
        var id = Objects.requireNonNull(byKey.get(group.violationKey()));
        long holds = heldOf(group);
        return rows.count(id, group, holds).map(updated -> {
            for (var row : updated) {
                if (row.getString("was").equals("resolved")) {
                    reopened.add(id);
                }
                if (isLongAgo(row.getOffsetDateTime("seen_before").toInstant())) {
                    ViolationJob.start(context, transaction, call, id);
                }
            }
            if (updated.size() == 0) {
                rows.addDelta(id, group, holds);
            }
            return id;
        });
    }

    private boolean isLongAgo(Instant time) {
        return time.isBefore(call.facts().time().minus(Duration.ofDays(1)));
    }

    /** Makes violations that do not exist. One that another call has made meanwhile is counted like any other. */
    private Future<?> open(List<FaultGroup> groups) {
        var fresh = groups.stream()
                .filter(group -> !byKey.containsKey(group.violationKey()))
                .toList();
        var made = fresh.stream()
                .map(group -> rows.open(group, heldOf(group)).map(row -> open(group, row)))
                .toList();
        return Future.all(made).compose(_ -> {
            var late = fresh.stream()
                    .filter(group -> !byKey.containsKey(group.violationKey()))
                    .toList();
            return late.isEmpty()
                    ? Future.succeededFuture()
                    : rows.find(late).compose(found -> {
                        noteExisting(found);
                        return counted(late);
                    });
        });
    }

    private boolean open(FaultGroup group, RowSet<Row> made) {
        for (var row : made) {
            var id = new ViolationId(row.getUUID("id"));
            byKey.put(group.violationKey(), id);
            opened.add(id);
            ViolationJob.start(context, transaction, call, id);
        }
        return made.size() > 0;
    }

    /** The violations that are open now and were not before. */
    private Future<List<RecordChange>> changes() {
        if (opened.isEmpty() && reopened.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var changed = new ArrayList<>(opened);
        changed.addAll(reopened);
        return violations
                .some(transaction, call, changed)
                .map(all -> all.stream()
                        .map(violation ->
                                TABLE.copy(violation).set(SAMPLES, null).done())
                        .map(violation -> opened.contains(violation.id())
                                ? RecordChange.created(violation)
                                : RecordChange.updated(
                                        TABLE.copy(violation)
                                                .set(STATUS, Status.RESOLVED)
                                                .done(),
                                        violation))
                        .map(change -> change.as("violation", "violation.opened"))
                        .toList());
    }

    private Map<Integer, Recorded> recorded(List<FaultGroup> groups) {
        var byIndex = new HashMap<Integer, Recorded>();
        var tuples = new ArrayList<Tuple>();
        var unheld = new ArrayList<EventVerdict>();
        for (var group : groups) {
            var id = byKey.get(group.violationKey());
            for (var verdict : group.verdicts()) {
                byIndex.put(verdict.event().index(), new Recorded(id, storage(verdict)));
                if (id != null && held.contains(verdict)) {
                    tuples.add(rows.held(id, verdict));
                } else {
                    unheld.add(verdict);
                }
            }
        }
        rows.hold(tuples);
        ids.release(unheld);
        return byIndex;
    }

    private EventStorage storage(EventVerdict verdict) {
        return verdict.storage() == EventStorage.QUARANTINED && !held.contains(verdict)
                ? EventStorage.NO
                : verdict.storage();
    }
}
