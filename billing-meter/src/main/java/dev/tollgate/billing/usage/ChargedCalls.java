package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.audit.Chain;
import dev.tollgate.records.audit.ChargedWrite;
import dev.tollgate.records.audit.ChargedWrites;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The charged calls of some operations, for the check that the audit has them all. */
public final class ChargedCalls implements ChargedWrites {

    /** A dry run of a write is charged as a read, and its entry follows the usage within moments. */
    private static final String AFTER = """
            SELECT id, tenant_id, workspace_id, request_id
              FROM billing.usage_event
             WHERE charge_micros > 0
               AND operation = ANY ($1)
               AND ($2::uuid IS NULL OR id > $2)
               AND recorded_at < now() - interval '10 seconds'
             ORDER BY id
             LIMIT $3
            """;

    private final Database database;
    private final String[] operations;

    /** @param database in the role of the meter */
    public ChargedCalls(Database database, Set<String> operations) {
        this.database = database;
        this.operations = operations.toArray(String[]::new);
    }

    @Override
    public Future<List<ChargedWrite>> after(@Nullable UUID last, int most) {
        var args = Tuple.tuple().addValue(operations).addValue(last).addValue(most);
        return database.read(RowSecurityContext.NONE, AFTER, args).map(rows -> {
            List<ChargedWrite> writes = new ArrayList<>(rows.size());
            rows.forEach(row -> writes.add(write(row)));
            return writes;
        });
    }

    private static ChargedWrite write(Row row) {
        var workspace = row.getUUID("workspace_id");
        var chain =
                Chain.of(new TenantId(row.getUUID("tenant_id")), workspace == null ? null : new WorkspaceId(workspace));
        return new ChargedWrite(chain, new RequestId(row.getUUID("request_id")), row.getUUID("id"));
    }
}
