package dev.tollgate.webhooks.intake;

import dev.tollgate.webhooks.settlement.LeasedDelivery;
import dev.tollgate.webhooks.subscription.Subscriber;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A delivery that an event makes. */
record DeliveryDraft(UUID id, IncomingEvent event, Subscriber endpoint, InitialState initialState) {

    /** Initial state of a delivery. */
    enum InitialState {
        /** Leased to this process, which tries it at once. */
        TAKEN,
        /** Due, to be claimed. */
        DUE,
        /** Due, and its endpoint sends nothing now. */
        HELD,
        /** Until it is the head of its lane. */
        QUEUED,
        /** Its body is too large to be sent. */
        TOO_LARGE
    }

    static final String TOO_LARGE = "payload_too_large";

    @Nullable String lane() {
        return endpoint.ordered() ? event.lane() : null;
    }

    @Nullable String failure() {
        return initialState == InitialState.TOO_LARGE ? TOO_LARGE : null;
    }

    /** Whether it waits for its turn in a lane. */
    boolean inLane() {
        return lane() != null && initialState != InitialState.TOO_LARGE;
    }

    DeliveryDraft on(InitialState other) {
        return new DeliveryDraft(id, event, endpoint, other);
    }

    LeasedDelivery.Key key() {
        return new LeasedDelivery.Key(
                endpoint.workspace().value(), event.id(), endpoint.id().value(), LeasedDelivery.Key.NATURAL);
    }
}
