package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
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
import java.util.Optional;

/** The rows of datasets, in pages. */
final class DatasetPages {

    /** Rows of a page. */
    static final int PAGE_ROWS = 1_000;

    /** Rows of a sample, which a dataset shows. */
    static final int SAMPLE_ROWS = 100;

    /** Bytes of a sample as JSON. */
    static final int SAMPLE_BYTES_MAX = 256 << 10;

    /** Runs of a dataset whose rows are kept. */
    static final int RUNS_KEPT = 3;

    private static final String SAMPLE =
            "SELECT p.sample FROM bi.result p WHERE p.workspace_id = $1 AND p.run_id = $2 AND p.page = 0";

    /** Makes the sample of a run that was stored without one, by an older gateway, from its first page. */
    private static final String FIRST = """
            SELECT json_agg(o.v ORDER BY o.n) AS sample FROM (
                SELECT r.v, r.n, sum(octet_length(r.v::text)) OVER (ORDER BY r.n) AS bytes
                  FROM (SELECT a.v, a.n FROM bi.result p
                         CROSS JOIN LATERAL jsonb_array_elements(p.rows) WITH ORDINALITY AS a (v, n)
                         WHERE p.workspace_id = $1 AND p.run_id = $2 AND p.page = 0
                         ORDER BY a.n LIMIT $3) r) o
             WHERE o.bytes <= $4
            """;

    private static final String KEEP = """
            INSERT INTO bi.result (workspace_id, run_id, page, dataset_id, rows, sample)
            VALUES ($1, $2, $3, $4, $5::text::jsonb, $6::text::json)
            """;

    private static final String DROP_OLD = """
            DELETE FROM bi.result
             WHERE workspace_id = $1 AND dataset_id = $2 AND run_id <> $4
               AND run_id NOT IN (SELECT r.id FROM bi.refresh_run r
                                   WHERE r.workspace_id = $1 AND r.dataset_id = $2 AND r.status = 'succeeded'
                                   ORDER BY r.id DESC LIMIT $3)
            """;

    /**
     * Rows as they are stored.
     *
     * @param sample the first of them
     */
    record Written(List<String> pages, String sample, long bytes) {

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
            return new Written(pages, sample(rows), bytes);
        }

        private static String sample(List<? extends List<?>> rows) {
            var sample = new StringBuilder("[");
            for (var row : rows.subList(0, Math.min(rows.size(), SAMPLE_ROWS))) {
                var text = Json.text(row);
                if (sample.length() + text.length() > SAMPLE_BYTES_MAX) {
                    break;
                }
                sample.append(sample.length() == 1 ? "" : ",").append(text);
            }
            return sample.append(']').toString();
        }
    }

    private final Work work;

    DatasetPages(Work work) {
        this.work = work;
    }

    /** The first rows; empty of a dataset whose rows nothing has computed. */
    Future<Outcome<Optional<JsonObject>>> sample(Call<?> call, Dataset dataset) {
        var run = dataset.currentRunId();
        if (run == null) {
            return Future.succeededFuture(Outcome.done(Optional.empty()));
        }
        var key = Tuple.of(dataset.workspaceId().value(), run.value());
        return work.read(call, SAMPLE, key).compose(found -> {
            if (found.size() == 0) {
                return Future.succeededFuture(Outcome.done(Optional.of(table(new JsonArray()))));
            }
            var sample = found.iterator().next().getJsonArray("sample");
            return sample == null ? first(call, key) : Future.succeededFuture(Outcome.done(Optional.of(table(sample))));
        });
    }

    private Future<Outcome<Optional<JsonObject>>> first(Call<?> call, Tuple key) {
        return work.limitedScan(call, FIRST, key.addInteger(SAMPLE_ROWS).addInteger(SAMPLE_BYTES_MAX))
                .map(read -> read.map(rows -> {
                    var sample = rows.iterator().next().getJsonArray("sample");
                    return Optional.of(table(sample == null ? new JsonArray() : sample));
                }));
    }

    private static JsonObject table(JsonArray rows) {
        return new JsonObject().put("rows", rows);
    }

    /** Stores the rows of a run, which has not succeeded yet, in place of those of the third before it. */
    static void keep(Transaction transaction, Dataset dataset, RefreshRunId run, Written written) {
        var workspace = dataset.workspaceId().value();
        for (int page = 0; page < written.pages().size(); page++) {
            var _ = transaction.query(
                    KEEP,
                    Tuple.of(workspace, run.value(), page)
                            .addUUID(dataset.id().value())
                            .addString(written.pages().get(page))
                            .addString(page == 0 ? written.sample() : null));
        }
        var _ = transaction.query(DROP_OLD, Tuple.of(workspace, dataset.id().value(), RUNS_KEPT - 1, run.value()));
    }
}
