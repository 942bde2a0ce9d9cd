package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Invalidates the caches of all gateways for a credential, workspace or tenant. NOTIFY in the changing transaction
 * takes effect at its commit. For rare changes only: such a commit takes a server-wide lock.
 */
public final class AccessInvalidation {

    /** The PostgreSQL channel; a payload is ids as text with a space between. */
    public static final String CHANNEL = Accounts.ACCESS_CHANNEL;

    private static final String TELL = "SELECT pg_notify('" + CHANNEL + "', $1)";

    private AccessInvalidation() {}

    /** Tells about these ids once the transaction commits. */
    public static Future<Void> tell(Transaction tx, Id first, Id... rest) {
        var payload = new StringBuilder(first.text());
        for (var id : rest) {
            payload.append(' ').append(id.text());
        }
        return tx.query(TELL, Tuple.of(payload.toString())).mapEmpty();
    }

    /** The ids a payload names; what is no id is passed over. */
    public static List<UUID> ids(String payload) {
        var ids = new ArrayList<UUID>();
        for (var text : payload.split(" ", -1)) {
            var prefixLength = Math.max(0, text.indexOf('_'));
            TypeId.parse(text.substring(0, prefixLength), text).ifPresent(ids::add);
        }
        return List.copyOf(ids);
    }
}
