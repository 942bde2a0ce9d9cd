package dev.tollgate.runtime.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads of single rows by key. Those of one table, one context and one turn of the loop are one statement: the server
 * spends most of a read on its message. On one event loop.
 */
final class KeyReads {

    /** Rows of one statement, so that none delays the others of its connection. */
    static final int SHARED_MAX = 16;

    private record Kind(RowSecurityContext context, UUID workspace, KeyedRows rows) {}

    private record Waiting(UUID key, Promise<Optional<Row>> promise) {}

    private final ContextInternal loop;
    private final Reads reads;
    private final Map<Kind, List<Waiting>> ofThisTurn = new HashMap<>();

    KeyReads(ContextInternal loop, Reads reads) {
        this.loop = loop;
        this.reads = reads;
    }

    /** See {@link Database#readRow}. */
    Future<Optional<Row>> read(RowSecurityContext context, KeyedRows rows, UUID key) {
        var workspace = Objects.requireNonNull(context.workspace(), "a row by key is one of a workspace");
        // Of the loop: a listener that throws ends nothing but itself, and others of its group are told.
        var one = new Waiting(key, loop.promise());
        join(new Kind(context, workspace.value(), rows), one);
        return one.promise.future();
    }

    private void join(Kind kind, Waiting one) {
        var group = ofThisTurn.get(kind);
        if (group == null) {
            var begun = new ArrayList<Waiting>();
            ofThisTurn.put(kind, begun);
            loop.runOnContext(_ -> {
                ofThisTurn.remove(kind, begun);
                send(kind, begun);
            });
            group = begun;
        }
        group.add(one);
        if (group.size() == SHARED_MAX) {
            ofThisTurn.remove(kind);
        }
    }

    private void send(Kind kind, List<Waiting> group) {
        if (group.size() == 1) {
            var alone = group.getFirst();
            var _ = reads.byKey(kind.context, new SqlStatement(kind.rows.one, Tuple.of(kind.workspace, alone.key)))
                    .map(found -> found.size() == 0
                            ? Optional.<Row>empty()
                            : Optional.of(found.iterator().next()))
                    .onComplete(alone.promise);
            return;
        }
        var args = Tuple.tuple()
                .addValue(kind.workspace)
                .addValue(group.stream().map(Waiting::key).toArray(UUID[]::new));
        var _ = reads.byKey(kind.context, new SqlStatement(kind.rows.some, args))
                .onComplete(answer -> {
                    if (answer.failed()) {
                        group.forEach(one -> one.promise.fail(answer.cause()));
                        return;
                    }
                    var byKey = new HashMap<UUID, Row>();
                    answer.result().forEach(row -> byKey.put(row.getUUID(kind.rows.keyColumn), row));
                    group.forEach(one -> one.promise.complete(Optional.ofNullable(byKey.get(one.key))));
                });
    }
}
