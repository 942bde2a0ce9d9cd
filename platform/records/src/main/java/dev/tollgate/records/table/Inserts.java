package dev.tollgate.records.table;

import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** New rows on their way to the server: all at once, or in steps if progress is wanted. */
final class Inserts {

    /** Rows between two words about progress. */
    static final int STEP = 10;

    private Inserts() {}

    /** How many rows each made: 1, or 0. Fewer counts than rows if the caller is gone. */
    static Future<List<Integer>> sent(
            Transaction transaction, String insert, List<Tuple> rows, ProgressListener listener) {
        return switch (rows.size()) {
            case 0 -> Future.succeededFuture(List.of());
            case 1 -> transaction.query(insert, rows.getFirst()).map(answer -> List.of(answer.rowCount()));
            default ->
                listener.wantsProgress()
                        ? steps(transaction, insert, rows, listener, new ArrayList<>())
                        : transaction.batch(insert, rows).map(Inserts::counts);
        };
    }

    /** The rest is not sent if the caller is gone: the transaction will be rolled back. */
    private static Future<List<Integer>> steps(
            Transaction transaction, String insert, List<Tuple> rows, ProgressListener listener, List<Integer> counts) {
        int from = counts.size();
        if (from >= rows.size() || listener.gone()) {
            return Future.succeededFuture(counts);
        }
        int to = Math.min(from + STEP, rows.size());
        return transaction.batch(insert, rows.subList(from, to)).compose(answers -> {
            listener.progress(to, rows.size());
            counts.addAll(counts(answers));
            return steps(transaction, insert, rows, listener, counts);
        });
    }

    private static List<Integer> counts(RowSet<Row> answers) {
        var counts = new ArrayList<Integer>();
        for (RowSet<Row> answer = answers; answer != null; answer = answer.next()) {
            counts.add(answer.rowCount());
        }
        return counts;
    }
}
