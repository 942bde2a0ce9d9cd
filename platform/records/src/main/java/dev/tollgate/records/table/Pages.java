package dev.tollgate.records.table;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists of one table: in its order, from where the cursor says. */
final class Pages<R extends StoredRecord> {

    private final TableDeclaration<R> table;
    private final Work work;
    private final Cursors cursors;
    private final TableSql sql;
    private final int idColumn;

    Pages(TableDeclaration<R> table, TableSql sql, Work work, Cursors cursors) {
        this.table = table;
        this.sql = sql;
        this.work = work;
        this.cursors = cursors;
        this.idColumn = table.shape.index("id");
    }

    Future<Outcome<Page<R>>> page(Call<?> call, Listing listing) {
        var query = listing.query();
        if (query != null && query.indexOf('\0') >= 0) {
            return refused(Refusal.ValidationFailed.of("query", "must not contain the character U+0000"));
        }
        Position before = null;
        if (listing.cursor() != null) {
            var position =
                    cursors.position(call, binding(listing), listing.cursor()).flatMap(Position::of);
            if (position.isEmpty()) {
                return refused(Cursors.REFUSAL);
            }
            before = position.get();
        }
        boolean first = before == null;
        return rows(call, listing, before)
                .map(rows -> page(call, listing, rows))
                .compose(page -> counted(call, listing, page, first))
                .map(Outcome::done);
    }

    private Future<Page<R>> counted(Call<?> call, Listing listing, Page<R> page, boolean first) {
        if (!call.conditions().counted()) {
            return Future.succeededFuture(page);
        }
        var shown = page.items().size();
        if (first && page.nextCursor() == null) {
            return Future.succeededFuture(page.of(new Page.Total(shown, true)));
        }
        return (searches(listing) ? found(call, listing) : listed(call, listing))
                .map(total -> page.of(new Page.Total(Math.max(total.count(), shown), total.exact())));
    }

    private Future<Page.Total> listed(Call<?> call, Listing listing) {
        var counting = TableSql.counting(sql.page(listing.filters(), false));
        return work.readPage(call, counting, filters(call, listing, null, Page.COUNTED_MAX))
                .map(rows -> Page.Total.bounded(rows.iterator().next().getLong(0)));
    }

    /** Of more matches of the words than a search looks at, only those it looks at are counted. */
    private Future<Page.Total> found(Call<?> call, Listing listing) {
        var counting = SearchSql.counting(sql.search.matches(form(listing, null)));
        return work.readPage(call, counting, matching(call, listing, null, SearchSql.MATCHES_MAX))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return new Page.Total(row.getLong(0), row.getLong(1) < SearchSql.MATCHES_MAX);
                });
    }

    private boolean searches(Listing listing) {
        return listing.searches() && table.searched;
    }

    private Future<RowSet<Row>> rows(Call<?> call, Listing listing, @Nullable Position before) {
        return searches(listing)
                ? found(call, listing, before)
                : work.readPage(
                        call,
                        sql.page(listing.filters(), before != null),
                        filters(call, listing, before, listing.size() + 1));
    }

    /** First bounded, on a shared connection; then whole, if there are too many matches to know the newest of them. */
    private Future<RowSet<Row>> found(Call<?> call, Listing listing, @Nullable Position before) {
        var matches = sql.search.matches(form(listing, before));
        return work.readPage(call, matches, matching(call, listing, before, listing.size() + 1))
                .compose(rows -> matches(rows) < SearchSql.MATCHES_MAX
                        ? Future.succeededFuture(rows)
                        : work.read(call, sql.search.all, search(call, listing, before)));
    }

    private SearchSql.Form form(Listing listing, @Nullable Position before) {
        return new SearchSql.Form(
                sql.filterSet(listing.filters()), listing.words() != null, listing.terms() != null, before != null);
    }

    private long matches(RowSet<Row> rows) {
        return rows.iterator().next().getLong(table.shape.columns().size());
    }

    private Tuple matching(Call<?> call, Listing listing, @Nullable Position before, int most) {
        var args = Tuple.tuple().addValue(call.caller().workspaceId().value()).addValue(most);
        if (listing.words() != null) {
            args.addValue(listing.words());
        }
        if (listing.terms() != null) {
            args.addValue(listing.terms());
        }
        if (before != null) {
            args.addValue(before.id());
        }
        return filtered(args, listing);
    }

    private Tuple search(Call<?> call, Listing listing, @Nullable Position before) {
        var args = Tuple.tuple()
                .addValue(call.caller().workspaceId().value())
                .addValue(before == null ? null : before.id())
                .addValue(listing.size() + 1)
                .addValue(listing.words())
                .addValue(listing.terms());
        for (var filter : table.filters) {
            args.addValue(table.shape.stored(
                    table.shape.index(filter), listing.filters().get(filter)));
        }
        return args;
    }

    private Tuple filters(Call<?> call, Listing listing, @Nullable Position before, int most) {
        var args = Tuple.tuple().addValue(call.caller().workspaceId().value()).addValue(most);
        if (before != null && table.order != null) {
            args.addValue(before.rank());
        }
        if (before != null) {
            args.addValue(before.id());
        }
        return filtered(args, listing);
    }

    private Tuple filtered(Tuple args, Listing listing) {
        for (var filter : table.filters) {
            var value = listing.filters().get(filter);
            if (value != null) {
                args.addValue(table.shape.stored(table.shape.index(filter), value));
            }
        }
        return args;
    }

    private Page<R> page(Call<?> call, Listing listing, RowSet<Row> rows) {
        var records = new ArrayList<R>(rows.size());
        for (var row : rows) {
            if (row.getValue(idColumn) == null) {
                break;
            }
            if (records.size() == listing.size()) {
                return new Page<>(
                        records,
                        cursors.at(
                                call,
                                binding(listing),
                                position(records.getLast()).bytes()));
            }
            records.add(table.shape.read(row));
        }
        return new Page<>(records, null);
    }

    private Position position(R last) {
        return new Position(table.rank(last), last.id().value());
    }

    /** A text that is equal for the same list only: what a cursor is bound to. */
    private static String binding(Listing listing) {
        return Json.text(Arrays.asList(listing.query(), listing.customFields(), new TreeMap<>(listing.filters())));
    }

    private static <T> Future<Outcome<T>> refused(Refusal refusal) {
        return Future.succeededFuture(Outcome.refused(refusal));
    }
}
