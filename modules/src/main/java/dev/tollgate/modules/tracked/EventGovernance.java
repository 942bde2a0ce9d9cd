package dev.tollgate.modules.tracked;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * What Analytics Governance does for the event store and for queries, in the workspace of a call. One per event loop.
 *
 * <p>Where the module {@code analytics} is off in the workspace, events are hashed as where it is on, by the classes of
 * approved definitions, and accepted: nothing is checked but times and names that no row can have.
 */
public interface EventGovernance {

    /**
     * Checks and hashes events, in the transaction that stores them. Approvals of definitions wait for it, so that no
     * value of a class that was raised is stored in clear. Long checks give the event loop back between events.
     *
     * @param unnamed names of these events that have no number in the workspace and can get none, since there are
     *     {@link EventLimits#NAMES_MAX}
     * @return a verdict for each event, in their order; refused where the checks of all take too long
     */
    Future<Outcome<List<EventVerdict>>> check(
            Transaction transaction, Call<?> call, List<ClearEvent> events, Set<String> unnamed);

    /**
     * The places of events whose ids a held or a stored event has. Claims the ids of those that would be held, and
     * waits for other transactions that have claimed or released one of them. Call it before these events are stored.
     *
     * @param verdicts of events that are not counted
     * @param stored which of these ids stored events have; asked once claims are made
     */
    Future<Set<Integer>> repeated(
            Transaction transaction,
            Call<?> call,
            List<EventVerdict> verdicts,
            Function<Set<UUID>, Future<Set<UUID>>> stored);

    /**
     * Records the violations of verdicts, and holds quarantined events. Call it last, without {@link #repeated} ones:
     * it locks rows that other calls wait for.
     */
    Future<RecordedFaults> record(Transaction transaction, Call<?> call, List<EventVerdict> verdicts);

    /**
     * The definitions of these events together.
     *
     * @param names those of the events; all of the workspace if there are none
     * @param properties which are asked for where there are no names: others are left out, since there may be 400,000
     */
    Future<DefinedEvents> definitions(Call<?> call, Set<String> names, Set<String> properties);

    /** The hashes of the workspace. */
    Future<EventHashes> hashes(Call<?> call);
}
