package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.modules.bi.query.answer.InsightTable;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of datasets, in pages. */
final class DatasetPages {

    /** Rows of a page. */
    static final int PAGE_ROWS = 1_000;

    /** Rows that a dataset shows. */
    static final int SAMPLE_ROWS = 100;

    /** Runs whose rows are kept. */
    static final int RUNS_KEPT = 3;

    private static final String FIRST = """
            SELECT r.v FROM bi.result p
             CROSS JOIN LATERAL jsonb_array_elements(p.rows) WITH ORDINALITY AS r (v, n)
             WHERE p.workspace_id = $1 AND p.run_id = $2 AND p.page = 0
             ORDER BY r.n LIMIT $3
            """;

    private static final String KEEP = """
            INSERT INTO bi.result (workspace_id, run_id, page, dataset_id, rows) VALUES ($1, $2, $3, $4, $5::text::jsonb)
            """;

    private static final String DROP_OLD = """
            DELETE FROM bi.result
             WHERE workspace_id = $1 AND dataset_id = $2 AND run_id <> $4
               AND run_id NOT IN (SELECT r.id FROM bi.refresh_run r
                                   WHERE r.workspace_id = $1 AND r.dataset_id = $2 AND r.status = 'succeeded'
                                   ORDER BY r.id DESC LIMIT $3)
            """;

    /** Rows as they are stored. */
    record Written(List<String> pages, long bytes) {

        Written {
            pages = List.copyOf(pages);
        }

        /** Takes time in proportion to the rows: for a worker thread. Stops a page beyond {@code bytesMax}. */
        static Written of(InsightTable table, long bytesMax) {
            var pages = new ArrayList<String>();
            long bytes = 0;
            var rows = table.rows();
            for (int from = 0; from < rows.size() && bytes <= bytesMax; from += PAGE_ROWS) {
                var page = Json.text(rows.subList(from, Math.min(rows.size(), from + PAGE_ROWS)));
                bytes += page.length();
                pages.add(page);
            }
            return new Written(pages, bytes);
        }
    }

    private final Work work;

    DatasetPages(Work work) {
        this.work = work;
    }

    /** The first rows; null of a dataset without any. */
    Future<@Nullable JsonObject> sample(Call<?> call, Dataset dataset) {
        var run = dataset.currentRunId();
        if (run == null) {
            return Future.succeededFuture(null);
        }
        return work.readByKey(
                        call,
                        FIRST,
                        Tuple.of(dataset.workspaceId().value(), run.value()).addInteger(SAMPLE_ROWS))
                .map(found -> {
                    var rows = new JsonArray();
                    found.forEach(row -> rows.add(row.getValue(0)));
                    return new JsonObject().put("rows", rows);
                });
    }

    /** Stores the rows of a run, which has not succeeded yet, in place of those of the third before it. */
    static void keep(Transaction transaction, Dataset dataset, RefreshRunId run, Written written) {
        var workspace = dataset.workspaceId().value();
        for (int page = 0; page < written.pages().size(); page++) {
            var _ = transaction.query(
                    KEEP,
                    Tuple.of(workspace, run.value(), page)
                            .addUUID(dataset.id().value())
                            .addString(written.pages().get(page)));
        }
        var _ = transaction.query(DROP_OLD, Tuple.of(workspace, dataset.id().value(), RUNS_KEPT - 1, run.value()));
    }
}
