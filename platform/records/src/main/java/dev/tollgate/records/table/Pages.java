package dev.tollgate.records.table;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Tombstone;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.page.Position;
import dev.tollgate.records.page.Since;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.SqlState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists of one table: in its order, from where the cursor says. */
final class Pages<R extends StoredRecord> {

    /** Without a known minute before the time, all changes are looked through for those since. */
    static final Refusal TOO_LONG_AGO = Refusal.ValidationFailed.of(
            "updated_since",
            "is too long ago to be looked up: list all records with 1970-01-01 and no filters, then go on with"
                    + " updated_until");

    private final TableDeclaration<R> table;
    private final Work work;
    private final Cursors cursors;
    private final TableSql sql;
    private final ListArguments arguments;
    private final PageTotals<R> totals;
    private final SearchReads<R> search;
    private final DocumentBound bound;
    private final int idColumn;

    Pages(TableDeclaration<R> table, TableSql sql, Work work, Cursors cursors) {
        this.table = table;
        this.sql = sql;
        this.arguments = new ListArguments(table);
        this.totals = new PageTotals<>(table, sql, arguments, work);
        this.search = new SearchReads<>(table, sql, arguments, work);
        this.work = work;
        this.cursors = cursors;
        this.bound = new DocumentBound(table);
        this.idColumn = table.shape.index("id");
    }

    /** A page of a list; of parts only if there is a record that they would be parts of. */
    Future<Outcome<Page<R>>> page(Call<?> call, Listing listing) {
        var page = read(call, listing).map(found -> found.map(read -> visible(call, read)));
        var whole = table.whole;
        var id = whole == null ? null : (Id) listing.filters().get(whole.column());
        return whole == null || id == null
                ? page
                : page.compose(
                        found -> isEmpty(found) ? ofExisting(call, whole, id, found) : Future.succeededFuture(found));
    }

    private Page<R> visible(Call<?> call, Page<R> page) {
        var shown = page.items().stream()
                .filter(record -> table.visible.test(call.caller(), record))
                .toList();
        return shown.size() == page.items().size()
                ? page
                : new Page<>(shown, page.nextCursor(), null, page.deleted(), page.updatedUntil(), null);
    }

    private static boolean isEmpty(Outcome<? extends Page<?>> page) {
        return page instanceof Outcome.Done<? extends Page<?>>(Page<?> found)
                && found.items().isEmpty();
    }

    /** An empty list of parts, if the record exists. */
    private Future<Outcome<Page<R>>> ofExisting(Call<?> call, ReferenceColumn whole, Id id, Outcome<Page<R>> empty) {
        var existing = "SELECT id FROM " + whole.target().table() + " WHERE workspace_id = $1 AND id = $2";
        return work.readByKey(call, existing, RecordTable.key(call, id))
                .map(rows -> rows.size() > 0 ? empty : Outcome.refused(RecordTable.NOT_FOUND));
    }

    private Future<Outcome<Page<R>>> read(Call<?> call, Listing listing) {
        var fault = listing.fault(table);
        if (fault != null) {
            return Outcome.refusedFuture(new Refusal.ValidationFailed(List.of(fault)));
        }
        Position before = null;
        if (listing.cursor() != null) {
            var position =
                    cursors.position(call, binding(listing), listing.cursor()).flatMap(Position::of);
            if (position.isEmpty()) {
                return Outcome.refusedFuture(Cursors.REFUSAL);
            }
            before = position.get();
        }
        if (listing.isOfChanges()) {
            return changes(call, listing, before);
        }
        boolean counts = before == null && call.conditions().counted();
        return rows(call, listing, before)
                .map(rows -> rows.map(read -> page(call, listing, read)))
                .compose(page -> counts && page instanceof Outcome.Done<Page<R>>(Page<R> first)
                        ? totals.counted(call, listing, first).map(Outcome::done)
                        : Future.succeededFuture(page));
    }

    private Future<Outcome<RowSet<Row>>> rows(Call<?> call, Listing listing, @Nullable Position before) {
        if (table.lists.searches(listing)) {
            return search.rows(call, listing, before);
        }
        var form = new ListSql.Form(sql.list.filters(listing), order(listing), before != null, ListSql.Begin.NOWHERE);
        var statement = sql.list.page(form);
        var args = arguments.listed(call, listing, form, before, listing.size() + 1);
        if (!form.filters().optional()) {
            return work.readPage(call, statement, args).map(Outcome::done);
        }
        // In another order, an index is read until enough records match.
        return listing.options().sort() == null
                ? work.read(call, statement, args).map(Outcome::done)
                : work.limitedScan(call, statement, args);
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
        boolean timed = listing.since().time() != null;
        var form = new ListSql.Form(
                sql.list.filters(listing),
                Order.CHANGES,
                before != null,
                timed ? ListSql.Begin.AT_TIME : ListSql.Begin.AT_POSITION);
        var statement = deleted ? sql.list.deletions(form) : sql.list.page(form);
        var args = arguments.changes(call, listing, form, before, horizon);
        var read = timed || form.filters().optional()
                ? work.limitedScan(call, statement, args)
                : work.read(call, statement, args).map(Outcome::done);
        return read.map(rows -> rows.map(found ->
                        deleted ? deletions(call, listing, found, horizon) : changes(call, listing, found, horizon)))
                .recover(failure -> timed && isTooLong(failure)
                        ? Outcome.refusedFuture(TOO_LONG_AGO)
                        : Future.failedFuture(failure));
    }

    /** Whether a read has been ended by its timeout. */
    static boolean isTooLong(Throwable failure) {
        return SqlState.QUERY_CANCELED.equals(SqlState.sqlState(failure));
    }

    private Page<R> changes(Call<?> call, Listing listing, RowSet<Row> rows, String horizon) {
        var page = page(call, listing, rows);
        return Page.ofChanges(page.items(), page.nextCursor(), null, until(page.nextCursor(), horizon));
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
                        new Position(Objects.requireNonNull(last).getString(4), last.getUUID(0)).bytes());
                break;
            }
            deleted.add(tombstone(row));
            last = row;
        }
        return Page.ofChanges(List.of(), next, deleted, until(next, horizon));
    }

    private Tombstone tombstone(Row row) {
        var id = (Id) table.shape.columns().get(idColumn).type().read().apply(row.getUUID(0));
        return new Tombstone(
                id, row.getString(1), row.getString(2), row.getOffsetDateTime(3).toInstant());
    }

    private static @Nullable String until(@Nullable String next, String horizon) {
        return next == null ? new Since(null, Long.parseLong(horizon)).text() : null;
    }

    private Order order(Listing listing) {
        return Objects.requireNonNull(table.lists.order(listing.options().sort()));
    }

    private Page<R> page(Call<?> call, Listing listing, RowSet<Row> rows) {
        int columns = table.shape.columns().size();
        var ranked = !table.lists.searches(listing)
                && (listing.isOfChanges() || order(listing).column() != null);
        var records = new ArrayList<R>(rows.size());
        Row last = null;
        long chars = 0;
        for (var row : rows) {
            if (row.getValue(idColumn) == null) {
                break;
            }
            if (records.size() == listing.size() || chars > PageSize.TEXT_MAX || bound.isExceeded(row)) {
                var rank = ranked ? Objects.requireNonNull(last).getString(columns) : "";
                var position = new Position(rank, records.getLast().id().value());
                return new Page<>(records, cursors.at(call, binding(listing), position.bytes()));
            }
            records.add(table.shape.read(row));
            chars += PageSize.chars(row);
            last = row;
        }
        return new Page<>(records, null);
    }

    /** A text that is equal for the same list only: what a cursor is bound to. */
    private String binding(Listing listing) {
        return Json.text(Arrays.asList(
                table.name,
                listing.query(),
                listing.customFields(),
                new TreeMap<>(listing.filters()),
                listing.options()));
    }
}
