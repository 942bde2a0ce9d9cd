package dev.tollgate.money.account;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Remembers in rows of a table which of their changes Redis has. A row that others have locked is left out: it is
 * published again, and acknowledged then.
 */
final class Acknowledgements {

    private final Database database;
    private final String statement;

    /** @param keys columns of the key, in its order; each of type uuid */
    Acknowledgements(Database database, String table, List<String> keys) {
        this.database = database;
        this.statement = """
                WITH acknowledged AS (
                    SELECT %1$s, t.seq
                      FROM unnest(%2$s, $%3$d::bigint[]) AS t (%4$s, seq)
                      JOIN %5$s AS r USING (%4$s)
                     WHERE r.acked_seq < t.seq
                     ORDER BY %1$s
                       FOR UPDATE OF r SKIP LOCKED)
                UPDATE %5$s AS r SET acked_seq = acknowledged.seq
                  FROM acknowledged
                 WHERE %6$s
                """.formatted(
                each(keys, key -> "r." + key),
                arrays(keys.size()),
                keys.size() + 1,
                each(keys, key -> key),
                table,
                keys.stream().map(key -> "r." + key + " = acknowledged." + key).collect(Collectors.joining(" AND ")));
    }

    /**
     * Remembers them, in one round trip.
     *
     * @param rows an array for each column of the key, and the seqs that Redis has
     */
    Future<Void> store(RowSecurityContext context, Instant deadline, Tuple rows) {
        return database.transaction(context, deadline, transaction -> {
            transaction.atCommit(statement, rows);
            return Future.succeededFuture();
        });
    }

    private static String each(List<String> keys, UnaryOperator<String> form) {
        return keys.stream().map(form).collect(Collectors.joining(", "));
    }

    private static String arrays(int count) {
        StringBuilder arrays = new StringBuilder("$1::uuid[]");
        for (int at = 2; at <= count; at++) {
            arrays.append(", $").append(at).append("::uuid[]");
        }
        return arrays.toString();
    }
}
