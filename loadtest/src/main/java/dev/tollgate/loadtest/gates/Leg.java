package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.load.Request;
import dev.tollgate.loadtest.load.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind of call at one side.
 *
 * @param requests what is sent, over and over
 * @param bill who pays for it; null where nobody does
 */
record Leg(
        String name,
        Side side,
        List<Request> requests,
        @Nullable Bill bill) {

    Leg {
        requests = List.copyOf(requests);
    }

    /**
     * An account that only this leg charges.
     *
     * @param preparedMicros what it was charged before the first call
     * @param priceMicros of one call
     */
    record Bill(Account account, long preparedMicros, long priceMicros) {}

    Target target() {
        return new Target(side.port(), requests, name.startsWith(Legs.MCP) ? Tools.FAILURE : "");
    }
}
