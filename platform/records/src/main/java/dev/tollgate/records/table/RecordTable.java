package dev.tollgate.records.table;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records of one table, as all modules read and write them. Always those of the call's workspace. One per event
 * loop; the outcomes of the reads and of {@link #create}, {@link #update} and {@link #remove} are ready to be answered.
 */
public final class RecordTable<R extends Resource> {

    private final TableDeclaration<R> table;
    private final Work work;
    private final Pages<R> pages;
    private final IdSource ids;
    private final InstantSource clock;

    public RecordTable(TableDeclaration<R> table, Work work, Cursors cursors, IdSource ids, InstantSource clock) {
        this.table = table;
        this.work = work;
        this.pages = new Pages<>(table, work, cursors);
        this.ids = ids;
        this.clock = clock;
    }

    /** The record, or a refusal when the workspace has none of this id. */
    public Future<Outcome<R>> get(Call<?> call, Id id) {
        return work.read(call, table.get, key(call, id)).map(this::found);
    }

    /** A page, newest first. */
    public Future<Outcome<Page<R>>> page(Call<?> call, Listing listing) {
        return pages.page(call, listing);
    }

    /** A whole write that makes one record. */
    public Future<Outcome<R>> create(Call<?> call, Function<Stamp, R> fresh) {
        return work.write(call, transaction -> insert(transaction, call, fresh));
    }

    /** A whole write that changes one record; see {@link #patch}. */
    public Future<Outcome<R>> update(Call<?> call, Id id, Function<R, Outcome<R>> change) {
        return work.write(call, transaction -> patch(transaction, call, id, change));
    }

    /** A whole write that removes one record. */
    public Future<Outcome<R>> remove(Call<?> call, Id id) {
        return work.write(call, transaction -> delete(transaction, call, id));
    }

    /** Makes a record in a transaction. */
    public Future<Outcome<Change<R>>> insert(Transaction transaction, Call<?> call, Function<Stamp, R> fresh) {
        var values = table.shape.values(fresh.apply(stamp(call)));
        var faults = table.shape.faults(values);
        if (!faults.isEmpty()) {
            return refused(faults);
        }
        return transaction
                .query(table.insert, row(values))
                .map(_ -> Outcome.done(Change.created(table.shape.made(values))));
    }

    /** Makes several records in a transaction; what is wrong with one is its own answer and no other's. */
    public Future<Outcome<Change<BatchAnswer<R>>>> insertAll(
            Transaction transaction, Call<?> call, List<Function<Stamp, R>> fresh) {
        var rows = new ArrayList<Tuple>();
        var items = new ArrayList<Outcome<R>>();
        for (var one : fresh) {
            var values = table.shape.values(one.apply(stamp(call)));
            var faults = table.shape.faults(values);
            if (faults.isEmpty()) {
                rows.add(row(values));
                items.add(Outcome.done(table.shape.made(values)));
            } else {
                items.add(Outcome.refused(new Refusal.ValidationFailed(faults)));
            }
        }
        Future<?> inserted = rows.isEmpty() ? Future.succeededFuture() : transaction.batch(table.insert, rows);
        return inserted.map(_ -> Outcome.done(Change.batch(new BatchAnswer<>(items))));
    }

    /**
     * Changes a record in a transaction: locks it, checks the version the caller named, applies the change, and stores
     * it with the next version. A change that changes nothing stores nothing.
     */
    public Future<Outcome<Change<R>>> patch(
            Transaction transaction, Call<?> call, Id id, Function<R, Outcome<R>> change) {
        return locked(transaction, call, id).map(found -> switch (found) {
            case Outcome.Done<R>(R before) -> changed(transaction, call, before, change.apply(before));
            case Outcome.Refused<R>(Refusal refusal) -> Outcome.refused(refusal);
            case Outcome.Replayed<R> replayed -> throw new IllegalStateException("a record is no replay: " + replayed);
        });
    }

    /** The record, locked until the transaction ends, if it is at the version the caller named. */
    public Future<Outcome<R>> locked(Transaction transaction, Call<?> call, Id id) {
        return transaction.query(table.lock, key(call, id)).map(this::found).map(found -> asNamed(call, found));
    }

    private Outcome<R> asNamed(Call<?> call, Outcome<R> found) {
        var named = call.conditions().ifVersion();
        return found instanceof Outcome.Done<R>(R record) && named != null && named != record.version()
                ? Outcome.refused(new Refusal.VersionConflict(record.version()))
                : found;
    }

    private Outcome<Change<R>> changed(Transaction transaction, Call<?> call, R before, Outcome<R> change) {
        if (!(change instanceof Outcome.Done<R>(R wanted))) {
            return change.map(Change::unchanged);
        }
        var was = table.shape.values(before);
        var values = table.shape.values(wanted);
        if (!differs(was, values)) {
            return Outcome.done(Change.unchanged(before));
        }
        var faults = table.shape.faults(values);
        if (!faults.isEmpty()) {
            return Outcome.refused(new Refusal.ValidationFailed(faults));
        }
        stamp(values, call, before.version() + 1);
        // Its answer can only be one row, for the row is locked; the transaction watches over its failure.
        var _ = transaction.query(table.update, updated(call, before.id(), values));
        return Outcome.done(Change.updated(before, table.shape.made(values)));
    }

    private boolean differs(@Nullable Object[] was, @Nullable Object[] values) {
        for (int index : table.changeable) {
            if (!table.shape.equal(was, values, index)) {
                return true;
            }
        }
        return false;
    }

    private void stamp(@Nullable Object[] values, Call<?> call, long version) {
        var stamp = stamp(call);
        values[table.shape.index("updated_at")] = stamp.time();
        values[table.shape.index("version")] = version;
        values[table.shape.index("source")] = stamp.source();
        values[table.shape.index("last_actor")] = stamp.actor();
    }

    private Tuple updated(Call<?> call, Id id, @Nullable Object[] values) {
        var tuple = key(call, id);
        for (int index : table.updated) {
            tuple.addValue(table.shape.stored(index, values[index]));
        }
        return tuple;
    }

    /** Removes a record in a transaction, if it is at the version the caller named. */
    public Future<Outcome<Change<R>>> delete(Transaction transaction, Call<?> call, Id id) {
        return transaction
                .query(table.delete, key(call, id).addValue(call.conditions().ifVersion()))
                .map(this::found)
                .compose(removed -> switch (removed) {
                    case Outcome.Done<R>(R last) -> Future.succeededFuture(Outcome.done(Change.deleted(last)));
                    case Outcome.Refused<R> _, Outcome.Replayed<R> _ ->
                        locked(transaction, call, id).map(found -> found.map(Change::unchanged));
                });
    }

    private Outcome<R> found(RowSet<Row> rows) {
        for (var row : rows) {
            return Outcome.done(table.shape.read(row));
        }
        return Outcome.refused(new Refusal.ResourceNotFound("This workspace has no such record."));
    }

    private Stamp stamp(Call<?> call) {
        return new Stamp(
                ids.next(),
                call.caller().workspaceId(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                call.facts().surface().source(),
                call.caller().actor().id());
    }

    private Tuple row(@Nullable Object[] values) {
        var tuple = Tuple.tuple();
        for (int i = 0; i < values.length; i++) {
            tuple.addValue(table.shape.stored(i, values[i]));
        }
        return tuple;
    }

    private static Tuple key(Call<?> call, Id id) {
        return Tuple.tuple().addValue(call.caller().workspaceId().value()).addValue(id.value());
    }

    private static <T> Future<Outcome<T>> refused(List<FieldError> faults) {
        return Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
    }
}
