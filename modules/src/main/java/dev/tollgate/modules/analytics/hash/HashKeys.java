package dev.tollgate.modules.analytics.hash;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.modules.analytics.hash.KeyedHashes.NumberedKey;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The keys of workspaces, as one event loop reads them. A workspace gets its first keys when they are needed. */
public final class HashKeys {

    /** Opened keys that are kept. */
    static final int OPENED_MAX = 1_024;

    private static final String READ = """
            SELECT id, workspace_id, purpose, number, sealed_with, sealed FROM analytics.hash_key
             WHERE workspace_id = $1
             ORDER BY purpose, number DESC
            """;

    private final SealedKeys sealed;
    private final Map<UUID, HashKey> opened = new LruMap<>(OPENED_MAX);

    public HashKeys(SecretBox box) {
        this.sealed = new SealedKeys(box);
    }

    /** The hashes of a workspace; empty while it has no keys. */
    public Future<Optional<KeyedHashes>> known(StatementRunner statements, WorkspaceId workspace) {
        return statements.query(READ, Tuple.of(workspace.value())).map(this::hashes);
    }

    /** The hashes of a workspace, which gets its first keys if it has none. Another call may add the same meanwhile. */
    public Future<KeyedHashes> made(StatementRunner transaction, WorkspaceId workspace) {
        return known(transaction, workspace)
                .compose(known ->
                        known.isPresent() ? Future.succeededFuture(known.get()) : first(transaction, workspace));
    }

    private Future<KeyedHashes> first(StatementRunner transaction, WorkspaceId workspace) {
        for (var purpose : SealedKeys.PURPOSES) {
            var _ = transaction.query(SealedKeys.ADD, sealed.fresh(workspace.value(), purpose, 1));
        }
        return known(transaction, workspace).map(Optional::orElseThrow);
    }

    private Optional<KeyedHashes> hashes(RowSet<Row> rows) {
        HashKey actors = null;
        var values = new ArrayList<NumberedKey>();
        for (var row : rows) {
            var key = opened.computeIfAbsent(row.getUUID("id"), _ -> HashKey.of(sealed.opened(row)));
            if (row.getString("purpose").equals(SealedKeys.ACTOR)) {
                actors = key;
            } else {
                values.add(new NumberedKey(Objects.requireNonNull(row.getInteger("number")), key));
            }
        }
        return actors == null || values.isEmpty() ? Optional.empty() : Optional.of(new KeyedHashes(actors, values));
    }
}
