package dev.tollgate.webhooks;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** An endpoint that events are delivered to. */
@IdPrefix("wh")
public record WebhookId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
