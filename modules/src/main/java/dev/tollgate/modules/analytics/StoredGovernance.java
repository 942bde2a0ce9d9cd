package dev.tollgate.modules.analytics;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.analytics.check.EventCheck;
import dev.tollgate.modules.analytics.check.RuleRows;
import dev.tollgate.modules.analytics.check.RulesLock;
import dev.tollgate.modules.analytics.check.SlicedChecks;
import dev.tollgate.modules.analytics.definition.DefinitionRows;
import dev.tollgate.modules.analytics.hash.HashKeys;
import dev.tollgate.modules.analytics.hash.StatementRunner;
import dev.tollgate.modules.analytics.violation.FaultRecording;
import dev.tollgate.modules.analytics.violation.HeldIds;
import dev.tollgate.modules.analytics.violation.Violation;
import dev.tollgate.modules.tracked.ClearEvent;
import dev.tollgate.modules.tracked.DefinedEvents;
import dev.tollgate.modules.tracked.EventGovernance;
import dev.tollgate.modules.tracked.EventHashes;
import dev.tollgate.modules.tracked.EventVerdict;
import dev.tollgate.modules.tracked.RecordedFaults;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.runtime.memory.LruMap;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The governance of the workspaces of this installation. */
public final class StoredGovernance implements EventGovernance {

    static final String MODULE = "analytics";

    /**
     * What the patterns of one call may cost, about half a second. The patterns of one event cost a fiftieth at most.
     */
    static final long STEPS_MAX = 25_000_000;

    private static final Refusal TOO_EXPENSIVE = Refusal.ValidationFailed.of(
            "events", "take too long to check against the patterns of their definitions: send fewer in one call");

    /** Definitions whose last event is remembered, so that each is noted about once an hour. */
    private static final int NOTED_MAX = 4_096;

    private static final Duration NOTED_EVERY = Duration.ofHours(1);

    private record Noted(WorkspaceId workspace, String name) {}

    private final ModuleContext context;
    private final RecordTable<Violation> violations;
    private final HashKeys keys;
    private final RuleRows rules = new RuleRows();
    private final Map<Noted, Instant> noted = new LruMap<>(NOTED_MAX);

    public StoredGovernance(ModuleContext context) {
        this.context = context;
        this.violations = context.table(FaultRecording.TABLE);
        this.keys = new HashKeys(context.secrets());
    }

    @Override
    public Future<Outcome<List<EventVerdict>>> check(
            Transaction transaction, Call<?> call, List<ClearEvent> events, Set<String> unnamed) {
        var workspace = call.caller().workspaceId();
        boolean governed = call.caller().modules().contains(MODULE);
        RulesLock.share(transaction, workspace);
        var names = events.stream().map(ClearEvent::name).collect(Collectors.toSet());
        var hashes = keys.made(transaction::query, workspace);
        var ofNames = governed
                ? rules.of(transaction::query, workspace, names, call.listener())
                : rules.ungoverned(transaction::query, workspace, events, call.listener());
        return Future.all(hashes, ofNames)
                .compose(_ -> ofNames.result().then(found -> {
                    var check =
                            new EventCheck(found, hashes.result(), call.facts().time(), unnamed);
                    return checked(call, events, check).map(outcome -> {
                        if (governed && outcome instanceof Outcome.Done<List<EventVerdict>>) {
                            note(transaction, call, found.byName().keySet());
                        }
                        return outcome;
                    });
                }));
    }

    private static Future<Outcome<List<EventVerdict>>> checked(
            Call<?> call, List<ClearEvent> events, EventCheck check) {
        // Where the caller has gone, the write is refused for that.
        return SlicedChecks.of(events, check::verdict, () -> check.steps() > STEPS_MAX, call.listener())
                .map(verdicts ->
                        verdicts.size() < events.size() ? Outcome.refused(TOO_EXPENSIVE) : Outcome.done(verdicts));
    }

    private void note(Transaction transaction, Call<?> call, Set<String> names) {
        var workspace = call.caller().workspaceId();
        var now = call.facts().time();
        var due = names.stream()
                .filter(name -> noted.getOrDefault(new Noted(workspace, name), Instant.MIN)
                        .isBefore(now.minus(NOTED_EVERY)))
                .toArray(String[]::new);
        if (due.length > 0) {
            var _ = transaction.query(
                    DefinitionRows.SEEN,
                    Tuple.of(workspace.value()).addValue(due).addValue(now.atOffset(ZoneOffset.UTC)));
            Set.of(due).forEach(name -> noted.put(new Noted(workspace, name), now));
        }
    }

    @Override
    public Future<Set<Integer>> repeated(
            Transaction transaction,
            Call<?> call,
            List<EventVerdict> verdicts,
            Function<Set<UUID>, Future<Set<UUID>>> stored) {
        return new HeldIds(transaction, call.caller().workspaceId().value()).repeated(verdicts, stored);
    }

    @Override
    public Future<RecordedFaults> record(Transaction transaction, Call<?> call, List<EventVerdict> verdicts) {
        return new FaultRecording(context, violations, transaction, call).of(verdicts);
    }

    @Override
    public Future<DefinedEvents> definitions(Call<?> call, Set<String> names, Set<String> properties) {
        return DefinitionRows.read(reads(call), call.caller().workspaceId(), names, properties);
    }

    private StatementRunner reads(Call<?> call) {
        return (sql, args) -> context.work().read(call, sql, args);
    }

    @Override
    public Future<EventHashes> hashes(Call<?> call) {
        var workspace = call.caller().workspaceId();
        return keys.known(reads(call), workspace)
                .compose(known -> known.isPresent()
                        ? Future.<EventHashes>succeededFuture(known.get())
                        : context.work()
                                .prepare(call, transaction -> keys.made(transaction::query, workspace))
                                .compose(_ -> keys.known(reads(call), workspace))
                                .map(made -> made.orElseThrow()));
    }
}
