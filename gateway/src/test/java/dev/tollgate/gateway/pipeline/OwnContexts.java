package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.gateway.credential.Credential;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Contexts of requests that no gate has made. */
public final class OwnContexts {

    private OwnContexts() {}

    /** Of a caller without workspace and rights. Callers on one surface are the same one. */
    public static RequestContext on(Surface surface) {
        var arrival = new Arrival(
                new RequestId(UUID.randomUUID()),
                null,
                Instant.EPOCH,
                System.nanoTime(),
                surface,
                "127.0.0.1",
                null,
                null);
        var actor = new Actor(Actor.Kind.API_KEY, "key_1", "tester");
        return new RequestContext(
                arrival, new Credential(new UUID(0, 1), actor, surface, null, Set.of(), null, null, false), null, null);
    }
}
