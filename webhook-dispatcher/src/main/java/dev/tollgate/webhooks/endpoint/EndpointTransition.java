package dev.tollgate.webhooks.endpoint;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;

/** A state transition of an endpoint. A transition to the current state changes nothing. Pure. */
enum EndpointTransition {
    PAUSE(Webhook.Status.PAUSED),
    RESUME(Webhook.Status.ACTIVE),
    ARCHIVE(Webhook.Status.ARCHIVED);

    static final Refusal ARCHIVED = new Refusal.Conflict("The webhook is archived; this cannot be undone.");

    private static final Refusal DISABLED = new Refusal.Conflict("The webhook is disabled. Resume or archive it.");

    private final Webhook.Status to;

    EndpointTransition(Webhook.Status to) {
        this.to = to;
    }

    /** The endpoint afterwards, or why it may not move so. */
    Outcome<Webhook> of(Webhook webhook) {
        if (webhook.status() == to) {
            return Outcome.done(webhook);
        }
        return switch (webhook.status()) {
            case ACTIVE, PAUSED -> Outcome.done(webhook.in(to));
            case DISABLED -> this == PAUSE ? Outcome.refused(DISABLED) : Outcome.done(webhook.in(to));
            case ARCHIVED -> Outcome.refused(ARCHIVED);
        };
    }
}
