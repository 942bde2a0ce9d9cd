package dev.tollgate.modules.bi.event;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Issued;
import dev.tollgate.contract.reference.ViolationId;
import dev.tollgate.modules.tracked.EventFault;
import dev.tollgate.modules.tracked.EventStorage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has become of the events of a call. */
public record TrackAnswer(
        @Issued @JsonPropertyDescription("New events that count in queries.")
        long accepted,

        @Issued @JsonPropertyDescription("Events whose event_id was known.")
        long duplicates,

        @Issued @JsonPropertyDescription("Events that break a rule.")
        long violations,

        @Issued @JsonPropertyDescription("One for each event, in their order.")
        List<Tracked> results) {

    public TrackAnswer {
        results = List.copyOf(results);
    }

    /** What has become of an event. */
    public enum Status {
        ACCEPTED,
        DUPLICATE,
        VIOLATION
    }

    /** One event. */
    public record Tracked(
            @JsonPropertyDescription("Its place in the call, from 0.")
            int index,

            @JsonPropertyDescription("accepted, duplicate or violation.") @Nullable Status status,

            @JsonPropertyDescription("Of a violation: counted, quarantined or no.") @Nullable EventStorage stored,

            @JsonPropertyDescription("ID of the violation that it belongs to.") @Nullable ViolationId violationId,

            @JsonPropertyDescription("What is wrong with it.") @Nullable List<EventFault> faults,

            @JsonPropertyDescription("Why it is no event; free of charge.") @Nullable String problem) {

        static Tracked problem(int index, String problem) {
            return new Tracked(index, null, null, null, null, problem);
        }

        static Tracked duplicate(int index) {
            return new Tracked(index, Status.DUPLICATE, null, null, null, null);
        }
    }
}
