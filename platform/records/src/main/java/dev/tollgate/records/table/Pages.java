package dev.tollgate.records.table;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Tombstone;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
        var fault = listing.fault(table);
        if (fault != null) {
            return refused(new Refusal.ValidationFailed(List.of(fault)));
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
        return listing.isOfChanges()
                ? changes(call, listing, before)
                : rows(call, listing, before).map(rows -> Outcome.done(page(call, listing, rows)));
    }

    private Future<RowSet<Row>> rows(Call<?> call, Listing listing, @Nullable Position before) {
        if (listing.searches() && table.searched) {
            return found(call, listing, before);
        }
        var order = order(listing);
        var form = new ListSql.Form(
                sql.list.filterSet(listing.filters(), false), order, before != null, ListSql.Begin.NOWHERE);
        var args = filtered(from(call, listing, order, before), listing, table.listFilters());
        // Another order with filters is walked until enough records match: not where other reads wait for it.
        return listing.options().sort() == null || listing.filters().isEmpty()
                ? work.readPage(call, sql.list.list(form), args)
                : work.read(call, sql.list.list(form), args);
    }

    /**
     * Changes, or deletions, up to the oldest write that is open. What it writes will be behind all that was listed,
     * since its number is greater; the number is read first, so whatever has a smaller one is seen.
     */
    private Future<Outcome<Page<R>>> changes(Call<?> call, Listing listing, @Nullable Position before) {
        return work.readPage(call, ListSql.HORIZON, Tuple.tuple())
                .map(rows -> rows.iterator().next().getString(0))
                .compose(horizon -> changes(call, listing, before, horizon));
    }

    private Future<Outcome<Page<R>>> changes(Call<?> call, Listing listing, @Nullable Position before, String horizon) {
        var deleted = listing.options().isDeleted();
        var since = listing.since();
        var time = since.time();
        var form = new ListSql.Form(
                sql.list.filterSet(listing.filters(), deleted),
                Order.CHANGES,
                before != null,
                time == null ? ListSql.Begin.AT_POSITION : ListSql.Begin.AT_TIME);
        var args = from(call, listing, Order.CHANGES, before)
                .addValue(horizon)
                .addValue(time == null ? Long.toString(since.position()) : time.atOffset(ZoneOffset.UTC));
        var names = deleted ? TableDeclaration.EXTERNAL_IDS : table.listFilters();
        var statement = deleted ? sql.list.deletions(form) : sql.list.list(form);
        return work.read(call, statement, filtered(args, listing, names))
                .map(rows -> Outcome.done(
                        deleted ? deletions(call, listing, rows, horizon) : changes(call, listing, rows, horizon)));
    }

    private Page<R> changes(Call<?> call, Listing listing, RowSet<Row> rows, String horizon) {
        var page = page(call, listing, rows);
        return new Page<>(page.items(), page.nextCursor(), null, until(page.nextCursor(), horizon));
    }

    private Page<R> deletions(Call<?> call, Listing listing, RowSet<Row> rows, String horizon) {
        var deleted = new ArrayList<Tombstone>(rows.size());
        String next = null;
        Row last = null;
        for (var row : rows) {
            if (deleted.size() == listing.size()) {
                next = cursors.at(
                        call,
                        binding(listing),
                        new Position(rank(Objects.requireNonNull(last), 4), last.getUUID(0)).bytes());
                break;
            }
            deleted.add(tombstone(row));
            last = row;
        }
        return new Page<>(List.of(), next, deleted, until(next, horizon));
    }

    private Tombstone tombstone(Row row) {
        var id = (Id) table.shape.columns().get(idColumn).type().read().apply(row.getUUID(0));
        return new Tombstone(
                id, row.getString(1), row.getString(2), row.getOffsetDateTime(3).toInstant());
    }

    private static @Nullable String until(@Nullable String next, String horizon) {
        return next == null ? new Since(null, Long.parseLong(horizon)).text() : null;
    }

    /** First bounded, on a shared connection; then whole, if there are too many matches to know the newest of them. */
    private Future<RowSet<Row>> found(Call<?> call, Listing listing, @Nullable Position before) {
        var form = new SearchSql.Form(
                sql.list.filterSet(listing.filters(), false),
                listing.words() != null,
                listing.terms() != null,
                before != null);
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
        return filtered(args, listing, table.filters);
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

    private Order order(Listing listing) {
        return Objects.requireNonNull(table.order(listing.options().sort()));
    }

    /** Workspace, limit, and where the list goes on from. */
    private static Tuple from(Call<?> call, Listing listing, Order order, @Nullable Position before) {
        var args = Tuple.tuple().addValue(call.caller().workspaceId().value()).addValue(listing.size() + 1);
        if (before != null && order.column() != null) {
            args.addValue(before.rank());
        }
        if (before != null) {
            args.addValue(before.id());
        }
        return args;
    }

    private Tuple filtered(Tuple args, Listing listing, List<String> names) {
        for (var filter : names) {
            var value = listing.filters().get(filter);
            if (value != null) {
                args.addValue(table.shape.stored(table.shape.index(filter), value));
            }
        }
        return args;
    }

    private Page<R> page(Call<?> call, Listing listing, RowSet<Row> rows) {
        int columns = table.shape.columns().size();
        var ranked = !(listing.searches() && table.searched)
                && (listing.isOfChanges() || order(listing).column() != null);
        var records = new ArrayList<R>(rows.size());
        Row last = null;
        for (var row : rows) {
            if (row.getValue(idColumn) == null) {
                break;
            }
            if (records.size() == listing.size()) {
                var rank = ranked ? rank(Objects.requireNonNull(last), columns) : "";
                var position = new Position(rank, records.getLast().id().value());
                return new Page<>(records, cursors.at(call, binding(listing), position.bytes()));
            }
            records.add(table.shape.read(row));
            last = row;
        }
        return new Page<>(records, null);
    }

    private static String rank(Row row, int behindColumns) {
        return row.getString(behindColumns);
    }

    /** A text that is equal for the same list only: what a cursor is bound to. */
    private static String binding(Listing listing) {
        return Json.text(Arrays.asList(
                listing.query(), listing.customFields(), new TreeMap<>(listing.filters()), listing.options()));
    }

    private static <T> Future<Outcome<T>> refused(Refusal refusal) {
        return Future.succeededFuture(Outcome.refused(refusal));
    }
}
