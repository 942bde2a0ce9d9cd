package dev.tollgate.modules.tracked;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The keyed hashes of one workspace. Values differ between workspaces. Safe from any thread. */
public interface EventHashes {

    /** Of an actor: 128 bits under a key that is never replaced. */
    UUID actor(String text);

    /** Of a sender's id of an event, in the same way. */
    UUID eventId(String text);

    /**
     * How a value of a pii property may be stored: {@code pii_<key>_} and 128 bits, with each key there has been, the
     * newest first. E-mail addresses in any case are one.
     *
     * @param value text, a number or a boolean
     */
    List<String> pii(Object value);

    /**
     * Properties of a stored event with hashes in the place of values of these, for {@link EventMaintenance.Rewrite}.
     * Hashes that are there stay.
     */
    JsonObject hashed(JsonObject properties, Set<String> pii, Set<String> sensitive);
}
