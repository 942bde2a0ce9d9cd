package dev.tollgate.webhooks;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** A secret that deliveries of one endpoint are signed with. */
@IdPrefix("whk")
public record SigningKeyId(UUID value) implements Id {

    @Override
    public String toString() {
        return text();
    }
}
