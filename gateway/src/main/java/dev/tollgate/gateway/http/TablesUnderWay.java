package dev.tollgate.gateway.http;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.KeyedConcurrencyLimiter;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Limits the tables of a tenant that are read from the database or sent at a time: the rows of one stay in memory until
 * the client has read it, long after its call has left. For one event loop.
 */
public final class TablesUnderWay {

    /** Of one tenant, or of one credential where a call is about no tenant. */
    static final int OWNER_MAX = 4;

    private static final Refusal FULL = new Refusal.RateLimited(
            "Tables (text/csv) of a tenant are read at most " + OWNER_MAX + " at a time.", Duration.ofSeconds(1));

    private final KeyedConcurrencyLimiter<UUID> owners = new KeyedConcurrencyLimiter<>(OWNER_MAX);

    /** A place, which is given back once. */
    private final class Taken {
        private final UUID owner;
        private boolean given;

        private Taken(UUID owner) {
            this.owner = owner;
        }

        private void give() {
            if (!given) {
                given = true;
                owners.give(owner);
            }
        }
    }

    /**
     * Takes a place until the response has ended, with a table or without, or its connection is closed; the refusal if
     * none is free. A client that has gone needs none: nothing is sent to it.
     */
    public @Nullable Refusal refusal(UUID owner, HttpServerResponse response) {
        if (response.closed()) {
            return null;
        }
        if (!owners.take(owner)) {
            return FULL;
        }
        var taken = new Taken(owner);
        response.bodyEndHandler(_ -> taken.give()).closeHandler(_ -> taken.give());
        return null;
    }
}
