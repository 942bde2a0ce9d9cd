package dev.tollgate.modules.bi.event;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Trait;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;

/** The operation that takes events in, and the event that it makes. */
public final class TrackOperations {

    /** Events of one call. */
    static final int EVENTS_MAX = 500;

    /** Type of the domain event of a call. */
    static final String TRACKED_TYPE = "events.tracked";

    private static final UUID SAMPLE = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L);

    public record NewEvents(
            @JsonPropertyDescription("1 to 500 events; each is answered on its own.") @Size(min = 1, max = EVENTS_MAX) List<TrackedEvent> events) {

        public NewEvents {
            events = List.copyOf(events);
        }
    }

    public static final Operation<NewEvents, TrackAnswer> TRACK = Declaration.write("track_events", "event")
            .summary("Track events")
            .description(
                    "Sends up to 500 product events, 1 MiB in all; name is required. Each is accepted, a duplicate or a"
                            + " violation; a bad one stops no other. With an event_id a repetition counts once.")
            .app("POST", "/v1/bi/events", Declaration.scoped("bi:write"))
            .with(Trait.LOSSLESS)
            .takes(NewEvents.class, """
                    {
                      "events": [
                        {"name": "signup completed", "actor": "user-7", "properties": {"plan": "team", "seats": 5}},
                        {"name": "page viewed", "actor": "user-8", "properties": {"path": "/pricing"}}
                      ]
                    }
                    """)
            .metered(
                    new Answer.Json<>(TrackAnswer.class),
                    new Meter.Of<>(
                            "bi.event",
                            input -> input.events().size(),
                            answer -> answer.accepted() + answer.violations()),
                    new Meter.Free<>());

    public static final EventDeclaration TRACKED = new EventDeclaration(
            TRACKED_TYPE,
            "Events were tracked: one for each call.",
            new TrackedBatch(new EventBatchId(SAMPLE), 1, 2, 0, 0));

    private TrackOperations() {}
}
