package dev.tollgate.gateway.http;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.memory.KeyedConcurrencyLimiter;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Limits the tables of a tenant that are read from the database or sent at a time: the rows of one stay in memory until
 * the client has read it, long after its call has ended. One per gateway process, for REST and the console; safe from
 * any thread.
 */
public final class TableSlots {

    /** Of one tenant, or of one credential where a call is about no tenant. */
    static final int OWNER_MAX = 4;

    /** For a table that found no slot free. */
    public static final Refusal FULL = new Refusal.RateLimited(
            "Tables (text/csv) of a tenant are read at most " + OWNER_MAX + " at a time.", Duration.ofSeconds(1));

    private final KeyedConcurrencyLimiter<UUID> owners = new KeyedConcurrencyLimiter<>(OWNER_MAX);

    /** A slot that a call has taken, which is given back once. Confined to the event loop of the call. */
    public final class Slot {
        private final UUID owner;
        private boolean given;

        private Slot(UUID owner) {
            this.owner = owner;
        }

        /**
         * The call has its result, with a table or without: the slot is free when this has been sent, or its connection
         * is closed. To be called before the response is written, also where the client has gone.
         */
        public void answered(HttpServerResponse response) {
            if (response.closed()) {
                give();
            } else {
                response.bodyEndHandler(_ -> give()).closeHandler(_ -> give());
            }
        }

        private void give() {
            if (!given) {
                given = true;
                owners.give(owner);
            }
        }
    }

    /** Takes a slot for a call whose answer is a table; null if none is free. */
    public @Nullable Slot take(UUID owner) {
        return owners.take(owner) ? new Slot(owner) : null;
    }
}
