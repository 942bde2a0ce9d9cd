package dev.tollgate.records.table;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.shape.NewRecord;
import dev.tollgate.records.shape.Stamp;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records of one table, as all modules read and write them. Always those of the call's workspace. One per event
 * loop; the outcomes of the reads and of {@link #create}, {@link #update} and {@link #remove} are ready to be answered.
 */
public final class RecordTable<R extends StoredRecord> {

    /** A record that is not there, or not for the caller to see. */
    public static final Refusal NOT_FOUND = new Refusal.ResourceNotFound("The record was not found in this workspace.");

    private final TableDeclaration<R> table;
    private final TableSql sql;
    private final Work work;
    private final Pages<R> pages;
    private final RecordFactory<R> factory;
    private final RecordUpdates<R> updates;
    private final Saves<R> saves;
    private final RecordRemoval<R> removal;

    public RecordTable(TableDeclaration<R> table, Work work, Cursors cursors, IdSource ids, InstantSource clock) {
        this.table = table;
        this.sql = new TableSql(table);
        this.work = work;
        this.pages = new Pages<>(table, sql, work, cursors);
        this.factory = new RecordFactory<>(table, ids, clock);
        var references = new References(table);
        this.updates = new RecordUpdates<>(table, sql, factory, references);
        this.saves = new Saves<>(this, table, sql, factory, references);
        this.removal = new RecordRemoval<>(this, sql);
    }

    /** The record, or a refusal when the workspace has none of this id. */
    public Future<Outcome<R>> get(Call<?> call, Id id) {
        return work.readRow(call, sql.byKey, id.value())
                .map(row -> row.isPresent() ? found(call, row.get()) : Outcome.refused(NOT_FOUND));
    }

    /**
     * A page of what the input asks for, newest first or in the order the table declares; see
     * {@link TableDeclaration#listedBy}.
     */
    public Future<Outcome<Page<R>>> page(Call<?> call, Record query) {
        return pages.page(call, table.lists.asked(query));
    }

    /**
     * A page of the records that have these words, or of all, as lists have them. For readers that know of no filters.
     *
     * @param words null for any; {@link TableDeclaration#isSearched} says whether the table can be asked for some
     */
    public Future<Outcome<Page<R>>> find(
            Call<?> call, @Nullable String words, @Nullable Integer limit, @Nullable String cursor) {
        return pages.page(call, table.lists.unfiltered(words, limit, cursor));
    }

    /**
     * A whole write that makes one record from an input, or does with the one of the same external IDs what the call
     * says; see {@link TableDeclaration#createdBy}.
     */
    public Future<Outcome<R>> create(Call<?> call, Record input) {
        var wanted = fresh(input);
        var known = Work.canInsert(call) ? saves.known(call, wanted) : null;
        return known == null
                ? work.write(call, transaction -> insert(transaction, call, wanted))
                : work.insert(call, known.row(), known.change());
    }

    /** The same for each input; what is wrong with one is its own answer and no other's. */
    public Future<Outcome<BatchAnswer<R>>> createAll(Call<?> call, Batch<? extends Record> batch) {
        var fresh = batch.items().stream().map(this::fresh).toList();
        return work.write(
                call,
                transaction -> saves.saved(transaction, call, fresh).map(items -> {
                    List<Outcome<R>> answers =
                            items.stream().map(item -> item.map(Change::answer)).toList();
                    return Outcome.done(Change.batch(batch.answer(answers), items));
                }));
    }

    /** A whole write that changes one record as an input says; see {@link TableDeclaration#changedBy}. */
    public Future<Outcome<R>> update(Call<?> call, Id id, Record patch) {
        return update(call, id, before -> Outcome.done(patched(before, patch)));
    }

    /** A whole write that changes one record; see {@link #patch}. */
    public Future<Outcome<R>> update(Call<?> call, Id id, Function<R, Outcome<R>> change) {
        return work.write(call, transaction -> patch(transaction, call, id, change));
    }

    /**
     * A whole write that removes one record; refused while a record of another table names it. Its parts in other
     * tables are deleted with it, once it is locked, so that no part is added meanwhile; one that is left, and refers
     * to the record by a foreign key, makes the removal refused.
     *
     * @param parts each sends its statements in the same tick; gives what audit and events tell of the parts
     */
    public Future<Outcome<R>> remove(Call<?> call, Id id, List<? extends PartsDeletion> parts) {
        // What still refers to a record tells that there is one.
        return table.restricted
                ? get(call, id)
                        .compose(found -> found instanceof Outcome.Done<R>
                                ? removed(call, id, parts)
                                : Future.succeededFuture(found))
                : removed(call, id, parts);
    }

    private Future<Outcome<R>> removed(Call<?> call, Id id, List<? extends PartsDeletion> parts) {
        return work.<R>write(call, transaction -> removal.remove(transaction, call, id, parts))
                .recover(References::refusedIfNamed);
    }

    /** The same in a transaction, which fails if a part that is left refers to the record. */
    public Future<Outcome<Change<R>>> remove(
            Transaction transaction, Call<?> call, Id id, List<? extends PartsDeletion> parts) {
        return removal.remove(transaction, call, id, parts);
    }

    /** A record from an input, for {@link #insert}. */
    public NewRecord<R> fresh(Record input) {
        return factory.fresh(input);
    }

    /** The record with the patches of an input applied; nothing is checked yet. */
    public R patched(R before, Record patch) {
        return factory.patched(before, patch);
    }

    /** Makes a record without external IDs in a transaction. */
    public Future<Outcome<Change<R>>> insert(Transaction transaction, Call<?> call, Function<Stamp, R> fresh) {
        return insert(transaction, call, new NewRecord<>(fresh, Outcome::done));
    }

    /** Makes a record in a transaction, or does with the one of the same external IDs what the call says. */
    public Future<Outcome<Change<R>>> insert(Transaction transaction, Call<?> call, NewRecord<R> wanted) {
        return saves.saved(transaction, call, List.of(wanted)).map(List::getFirst);
    }

    /**
     * Changes a record in a transaction: locks it, checks the version the caller named, applies the change, and stores
     * it with the next version. A change that changes nothing stores nothing. Others may refer to the record meanwhile.
     */
    public Future<Outcome<Change<R>>> patch(
            Transaction transaction, Call<?> call, Id id, Function<R, Outcome<R>> change) {
        return locked(transaction, call, id)
                .compose(found -> found.then(before -> changed(transaction, call, before, change.apply(before))));
    }

    /** Those of these records that the workspace has. */
    public Future<List<R>> some(Transaction transaction, Call<?> call, List<? extends Id> ids) {
        var wanted = ids.stream().map(Id::value).toArray(UUID[]::new);
        return transaction
                .query(
                        sql.some,
                        Tuple.tuple()
                                .addValue(call.caller().workspaceId().value())
                                .addValue(wanted))
                .map(this::records);
    }

    /** The first records, in the table's order, that have all of these values in their columns. */
    public Future<List<R>> matching(Transaction transaction, Call<?> call, Map<String, Object> values, int most) {
        var listing = new Listing(null, null, null, null, values, ListOptions.NONE);
        var names = values.keySet().stream().sorted().toList();
        var form = new ListSql.Form(new Filters(names, false), table.lists.order, false, ListSql.Begin.NOWHERE);
        var args = new ListArguments(table).listed(call, listing, form, null, most);
        return transaction.query(sql.list.list(form), args).map(this::records);
    }

    /**
     * The record, locked against other changes until the transaction ends, if it is at the version the caller named.
     * Others may refer to it meanwhile.
     */
    public Future<Outcome<R>> locked(Transaction transaction, Call<?> call, Id id) {
        return transaction.query(sql.lock, key(call, id)).map(rows -> asNamed(call, rows));
    }

    /** The same, but locked against new references to it too, as only a removal needs it. */
    Future<Outcome<R>> lockedWhole(Transaction transaction, Call<?> call, Id id) {
        return transaction.query(sql.lockWhole, key(call, id)).map(rows -> asNamed(call, rows));
    }

    private Outcome<R> asNamed(Call<?> call, RowSet<Row> rows) {
        var found = found(call, rows);
        return found instanceof Outcome.Done<R>(R record) && !call.conditions().allow(record.version())
                ? Outcome.refused(new Refusal.VersionConflict(record.version()))
                : found;
    }

    /** Stores a record that is {@link #locked} as it is wanted now, unless that changes nothing. */
    public Future<Outcome<Change<R>>> changed(Transaction transaction, Call<?> call, R before, Outcome<R> change) {
        return updates.changed(transaction, call, before, change);
    }

    /** The records as the rows of reports. */
    public RecordReports reports() {
        return new RecordReports(table);
    }

    /** Removes the oldest records whose column refers to this one, up to a maximum, in a transaction. */
    public Future<List<R>> deleteNaming(Transaction transaction, Call<?> call, String column, Id named, int most) {
        return transaction
                .query(sql.deleteNaming(column), key(call, named).addValue(most))
                .map(this::records);
    }

    private List<R> records(RowSet<Row> rows) {
        var records = new ArrayList<R>(rows.size());
        rows.forEach(row -> records.add(table.shape.read(row)));
        return records;
    }

    /** The record, if the caller may see it. */
    Outcome<R> found(Call<?> call, RowSet<Row> rows) {
        return rows.size() > 0 ? found(call, rows.iterator().next()) : Outcome.refused(NOT_FOUND);
    }

    private Outcome<R> found(Call<?> call, Row row) {
        var record = table.shape.read(row);
        return table.visible.test(call.caller(), record) ? Outcome.done(record) : Outcome.refused(NOT_FOUND);
    }

    static Tuple key(Call<?> call, Id id) {
        return Tuple.tuple().addValue(call.caller().workspaceId().value()).addValue(id.value());
    }
}
