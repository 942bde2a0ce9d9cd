package dev.tollgate.modules.tracked;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check says of one event.
 *
 * @param faults empty for a good event
 * @param held what a quarantined event is checked again with; null for all others. Opaque to the event store
 * @param violation whether its faults become a violation; not where nothing is governed
 */
public record EventVerdict(
        HashedEvent event,
        EventStorage storage,
        List<EventFault> faults,
        @Nullable HeldChecks held,
        boolean violation) {

    public EventVerdict {
        faults = List.copyOf(faults);
    }

    /** Whether it is answered as a violation: notices alone make none. */
    public boolean isBad() {
        return faults.stream().anyMatch(fault -> !fault.kind().isNotice());
    }
}
