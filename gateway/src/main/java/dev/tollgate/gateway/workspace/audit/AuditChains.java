package dev.tollgate.gateway.workspace.audit;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Answers up to where the audit is sealed. */
public final class AuditChains {

    private static final String STATE =
            "SELECT sealed_to, last_hash, anchored_to, waiting, waiting_since FROM control.audit_chain($1)";

    private final Work work;
    private final int slices;

    /** @param slices among which sealing is shared out */
    public AuditChains(Work work, int slices) {
        this.work = work;
        this.slices = slices;
    }

    public Future<Outcome<AuditChain>> get(Call<NoInput> call) {
        int slice = Partitioner.of(Chain.of(call.caller()).id(), slices);
        return work.read(call, STATE, Tuple.of(slice)).map(rows -> Outcome.done(state(rows)));
    }

    private static AuditChain state(RowSet<Row> rows) {
        var row = rows.iterator().next();
        return new AuditChain(
                row.getLong("sealed_to"),
                hash(row),
                row.getLong("anchored_to"),
                row.getLong("waiting"),
                TimeColumn.read(row, "waiting_since"));
    }

    private static @Nullable String hash(Row row) {
        var hash = row.getBuffer("last_hash");
        return hash == null ? null : HexFormat.of().formatHex(hash.getBytes());
    }
}
