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
        return rows(call, listing, before).map(rows -> Outcome.done(page(call, listing, rows)));
    }

    private Future<RowSet<Row>> rows(Call<?> call, Listing listing, @Nullable Position before) {
        return listing.searches() && table.searched
                ? found(call, listing, before)
                : work.readPage(call, sql.page(listing.filters(), before != null), filters(call, listing, before));
    }

    /** First bounded, on a shared connection; then whole, if there are too many matches to know the newest of them. */
    private Future<RowSet<Row>> found(Call<?> call, Listing listing, @Nullable Position before) {
        var form = new SearchSql.Form(
                sql.filterSet(listing.filters()), listing.words() != null, listing.terms() != null, before != null);
        return work.readPage(call, sql.search.matches(form), matching(call, listing, before))
                .compose(rows -> matches(rows) < SearchSql.MATCHES_MAX
                        ? Future.succeededFuture(rows)
                        : work.read(call, sql.search.all, search(call, listing, before)));
    }

    private long matches(RowSet<Row> rows) {
        return rows.iterator().next().getLong(table.shape.columns().size());
    }

    private Tuple matching(Call<?> call, Listing listing, @Nullable Position before) {
        var args = Tuple.tuple().addValue(call.caller().workspaceId().value()).addValue(listing.size() + 1);
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

    private Tuple filters(Call<?> call, Listing listing, @Nullable Position before) {
        var args = Tuple.tuple().addValue(call.caller().workspaceId().value()).addValue(listing.size() + 1);
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
