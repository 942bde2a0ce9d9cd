package dev.tollgate.billing.usage;

import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The ids of records that are booked. A row is what makes the calls of a record count once. */
public final class UsageRecordIds {

    /** Events that were booked one by one, before there were records, have rows of their own, by days. */
    private static final String INSERT = """
            INSERT INTO billing.usage_record (id)
            SELECT r.id FROM unnest($1::uuid[]) AS r (id)
             WHERE NOT EXISTS (
                   SELECT FROM billing.usage_event AS e WHERE e.id = r.id AND e.id BETWEEN $2 AND $3)
            ON CONFLICT (id) DO NOTHING
            RETURNING id
            """;

    private UsageRecordIds() {}

    /** Stores the ids; gives those that were not there before. */
    public static Future<Set<UUID>> insert(Transaction transaction, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        var args = Tuple.of(ids.toArray(UUID[]::new), Collections.min(ids), Collections.max(ids));
        return transaction.query(INSERT, args).map(rows -> {
            Set<UUID> inserted = new HashSet<>();
            rows.forEach(row -> inserted.add(row.getUUID("id")));
            return inserted;
        });
    }
}
