package dev.tollgate.modules.tracked;

import dev.tollgate.contract.reference.ViolationId;
import dev.tollgate.records.work.RecordChange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The violations of a call.
 *
 * @param byIndex by the place of the event in the call
 * @param changes the violations that were opened, or opened again: for the change of the call, which announces them
 */
public record RecordedFaults(Map<Integer, Recorded> byIndex, List<RecordChange> changes) {

    /**
     * What is recorded of one event.
     *
     * @param violation null where the workspace has too many to make another
     * @param storage what has become of the event: where the quarantine is full it is not stored
     */
    public record Recorded(@Nullable ViolationId violation, EventStorage storage) {}

    public RecordedFaults {
        byIndex = Map.copyOf(byIndex);
        changes = List.copyOf(changes);
    }
}
