package dev.tollgate.records.table;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;

/** The number of records that match a list, counted up to a bound. */
final class PageTotals<R extends StoredRecord> {

    private final TableDeclaration<R> table;
    private final TableSql sql;
    private final ListArguments arguments;
    private final Work work;

    PageTotals(TableDeclaration<R> table, TableSql sql, ListArguments arguments, Work work) {
        this.table = table;
        this.sql = sql;
        this.arguments = arguments;
        this.work = work;
    }

    /** A first page with the number of all records that match. */
    Future<Page<R>> counted(Call<?> call, Listing listing, Page<R> page) {
        var shown = page.items().size();
        if (page.nextCursor() == null) {
            return Future.succeededFuture(page.withTotal(new Page.Total(shown, true)));
        }
        return (table.lists.searches(listing) ? found(call, listing) : listed(call, listing))
                .map(total -> page.withTotal(new Page.Total(Math.max(total.count(), shown), total.exact())));
    }

    private Future<Page.Total> listed(Call<?> call, Listing listing) {
        var form = new ListSql.Form(sql.list.filters(listing), table.lists.order, false, ListSql.Begin.NOWHERE);
        var counting = ListSql.counting(sql.list.list(form));
        var args = arguments.listed(call, listing, form, null, Page.COUNTED_MAX);
        return (form.filters().optional() ? work.read(call, counting, args) : work.readPage(call, counting, args))
                .map(rows -> Page.Total.bounded(rows.iterator().next().getLong(0)));
    }

    /** As many as of a list; of more matches of the words than a search looks at, only those it looks at. */
    private Future<Page.Total> found(Call<?> call, Listing listing) {
        var counting = SearchSql.counting(sql.search.matches(SearchSql.Form.of(listing, false)));
        return work.readPage(call, counting, arguments.matching(call, listing, null, Page.COUNTED_MAX))
                .map(rows -> {
                    var row = rows.iterator().next();
                    var total = Page.Total.bounded(row.getLong(0));
                    return new Page.Total(total.count(), total.exact() && row.getLong(1) < SearchSql.MATCHES_MAX);
                });
    }
}
