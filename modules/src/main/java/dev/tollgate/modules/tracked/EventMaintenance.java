package dev.tollgate.modules.tracked;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the event store does for Analytics Governance, in the workspace of a call. One per event loop. */
public interface EventMaintenance {

    /**
     * Stores events that were held, as if they came now: duplicates are left out.
     *
     * @return the places, in the list, of those that are stored now or were before; the others stay held
     */
    Future<Set<Integer>> release(Transaction transaction, Call<?> call, List<HashedEvent> events);

    /**
     * A step of a rewrite of the rows of one event. The first step also ends what cells have by these properties.
     *
     * @param after where the step before ended; null for the first
     */
    Future<Step> rewrite(Transaction transaction, Call<?> call, Rewrite rewrite, @Nullable String after);

    /** A definition was approved: cells follow its dimensions and measures from now on. */
    Future<?> approved(Transaction transaction, Call<?> call, DefinedEvent event);

    /**
     * What is rewritten.
     *
     * @param name of the event
     * @param properties names of the properties that are hashed, each with the regular expression of texts that are
     *     hashed already: a row with such values only is left as it is
     * @param hashed the properties of a row as they are wanted; the same for properties that are hashed; runs on
     *     workers
     */
    record Rewrite(String name, Map<String, String> properties, UnaryOperator<JsonObject> hashed) {

        public Rewrite {
            properties = Map.copyOf(properties);
        }
    }

    /**
     * A step of a rewrite, of rows or of what is held.
     *
     * @param after where it ended; empty text once nothing is left
     * @param full whether it has looked at as much as a step may: the next one is to wait a little
     */
    record Step(String after, boolean full) {

        /** Bytes of JSON that one step rewrites at most, but for the last row. */
        public static final int BYTES_MAX = 1 << 20;

        public static final Step LAST = new Step("", false);

        public boolean isLast() {
            return after.isEmpty();
        }
    }
}
