package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.records.audit.Chain;
import dev.tollgate.records.audit.ChargedWrite;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The writes that were charged, for whoever asks whether each has its audit entry. In the role of the meter. */
public final class ChargedWrites {

    /** More are not looked at: the newest come first. */
    public static final int WRITES_MAX = 1_000_000;

    private static final int PAGE_ROWS = 5_000;
    private static final UUID LAST = new UUID(-1, -1);

    private static final String PAGE = """
            SELECT id, COALESCE(workspace_id, tenant_id) AS chain, request_id
              FROM billing.usage_event
             WHERE id < $1 AND charge_micros > 0 AND operation = ANY($2)
             ORDER BY id DESC
             LIMIT $3
            """;

    private final Database database;
    private final String[] operations;
    private final List<ChargedWrite> found = new ArrayList<>();

    private ChargedWrites(Database database, Collection<String> operations) {
        this.database = database;
        this.operations = operations.toArray(String[]::new);
    }

    /**
     * Reads them, newest first.
     *
     * @param operations the names of the operations that write
     */
    public static Future<List<ChargedWrite>> of(Database database, Collection<String> operations) {
        return new ChargedWrites(database, operations).before(LAST);
    }

    private Future<List<ChargedWrite>> before(UUID id) {
        return database.read(Session.INSTALLATION, PAGE, Tuple.of(id, operations, PAGE_ROWS))
                .compose(rows -> {
                    UUID last = id;
                    for (Row row : rows) {
                        last = row.getUUID("id");
                        found.add(new ChargedWrite(
                                new Chain(row.getUUID("chain")), new RequestId(row.getUUID("request_id")), last));
                    }
                    return rows.size() < PAGE_ROWS || found.size() >= WRITES_MAX
                            ? Future.succeededFuture(List.copyOf(found))
                            : before(last);
                });
    }
}
