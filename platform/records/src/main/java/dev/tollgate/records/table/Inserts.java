package dev.tollgate.records.table;

import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** New rows on their way to the server: all at once, or in steps if progress is wanted. */
final class Inserts {

    /** Rows between two words about progress. */
    static final int STEP = 10;

    private Inserts() {}

    static Future<?> sent(Transaction transaction, String insert, List<Tuple> rows, ProgressListener listener) {
        return switch (rows.size()) {
            case 0 -> Future.succeededFuture();
            case 1 -> transaction.query(insert, rows.getFirst());
            default ->
                listener.wantsProgress()
                        ? steps(transaction, insert, rows, listener, 0)
                        : transaction.batch(insert, rows);
        };
    }

    /** The rest is not sent if the caller is gone: the transaction will be rolled back. */
    private static Future<?> steps(
            Transaction transaction, String insert, List<Tuple> rows, ProgressListener listener, int from) {
        if (from >= rows.size() || listener.gone()) {
            return Future.succeededFuture();
        }
        int to = Math.min(from + STEP, rows.size());
        return transaction.batch(insert, rows.subList(from, to)).compose(_ -> {
            listener.progress(to, rows.size());
            return steps(transaction, insert, rows, listener, to);
        });
    }
}
