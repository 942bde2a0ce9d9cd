package dev.tollgate.records.table;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.page.Position;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.jspecify.annotations.Nullable;

/** Reads the records of one table that match the words of a search. */
final class SearchReads<R extends StoredRecord> {

    private final TableDeclaration<R> table;
    private final TableSql sql;
    private final ListArguments arguments;
    private final Work work;

    SearchReads(TableDeclaration<R> table, TableSql sql, ListArguments arguments, Work work) {
        this.table = table;
        this.sql = sql;
        this.arguments = arguments;
        this.work = work;
    }

    /**
     * A page of matches, the newest first, and one more if there is one. They are read up to a bound, on a shared
     * connection; only if there are too many to know the newest of them, all are.
     */
    Future<Outcome<RowSet<Row>>> rows(Call<?> call, Listing listing, @Nullable Position before) {
        var matches = sql.search.matches(SearchSql.Form.of(listing, before != null));
        return work.readPage(call, matches, arguments.matching(call, listing, before, listing.size() + 1))
                .compose(rows -> matches(rows) < SearchSql.MATCHES_MAX
                        ? Future.succeededFuture(Outcome.done(rows))
                        : ofAll(call, listing, before));
    }

    private Future<Outcome<RowSet<Row>>> ofAll(Call<?> call, Listing listing, @Nullable Position before) {
        if (listing.filters().keySet().stream().allMatch(table.lists.conditions::isEquality)) {
            return work.read(call, sql.search.all, arguments.search(call, listing, before))
                    .map(Outcome::done);
        }
        var matches = sql.search.allMatches(SearchSql.Form.of(listing, before != null));
        return work.limitedScan(call, matches, arguments.matching(call, listing, before, listing.size() + 1));
    }

    private long matches(RowSet<Row> rows) {
        return rows.iterator().next().getLong(table.shape.columns().size());
    }
}
