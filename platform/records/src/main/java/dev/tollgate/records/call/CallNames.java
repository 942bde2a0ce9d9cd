package dev.tollgate.records.call;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.runtime.postgres.Columns;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Names by which calls are looked for: of a late call the id of its request, of any call the id that its client gave
 * it. No id of a client is the name of a late call, so that clients hide none behind many of theirs.
 */
final class CallNames {

    private static final String INSERT = """
            INSERT INTO records.call_name (chain, name, call_id)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[]) ON CONFLICT DO NOTHING
            """;

    /** Before the id of a client that could be a request's. */
    private static final String OF_CLIENT = "client:";

    private static final String REQUEST = TypeId.prefix(RequestId.class);

    private CallNames() {}

    /** Stores the names of these calls. */
    static Future<Void> append(Transaction transaction, List<BookedCall> calls) {
        List<Tuple> named = new ArrayList<>();
        for (var call : calls) {
            var event = call.event();
            var chain = Chain.of(event.call()).id();
            var client = event.call().clientRequestId();
            if (client != null) {
                named.add(Tuple.of(chain, isRequest(client) ? OF_CLIENT + client : client, event.id()));
            }
            if (CallQuery.isLate(event)) {
                named.add(Tuple.of(chain, event.call().requestId().text(), event.id()));
            }
        }
        return named.isEmpty()
                ? Future.succeededFuture()
                : transaction
                        .query(INSERT, Columns.of(List.of(UUID.class, String.class, UUID.class), named))
                        .mapEmpty();
    }

    /** The names that calls with this id of their client may have; versions before stored each as it was given. */
    static List<String> ofClient(String id) {
        return isRequest(id) ? List.of(OF_CLIENT + id, id) : List.of(id);
    }

    private static boolean isRequest(String id) {
        return TypeId.parse(REQUEST, id).isPresent();
    }
}
