package dev.tollgate.records.table;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.shape.NewRecord;
import dev.tollgate.records.shape.Stamp;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.RowInsert;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes new records, or does with existing ones of the same external IDs what the call says. The unique index decides
 * between concurrent calls: the second waits for the first, and then finds its record.
 */
final class Saves<R extends StoredRecord> {

    /** Times that a record appears, and is deleted again, between two statements. */
    private static final int TRIES_MAX = 3;

    private static final Refusal TWICE =
            new Refusal.Conflict("Another item of this batch has the same external_source and external_id.");

    private static final Refusal CONTENDED = new Refusal.Conflict(
            "Other calls create and delete the record of this external_source and external_id. Try again.");

    private static final Refusal NEEDS_EXTERNAL_IDS =
            Refusal.ValidationFailed.of("on_existing", "needs external_source and external_id");

    /** One record of a call. */
    private final class Item {
        final NewRecord<R> wanted;
        final @Nullable ExternalIds externalIds;

        @Nullable Object[] values;

        @Nullable Outcome<Change<R>> outcome;

        Item(NewRecord<R> wanted, Stamp stamp) {
            this.wanted = wanted;
            this.values = table.shape.values(wanted.fresh().apply(stamp));
            this.externalIds = ExternalIds.of(table.shape.made(values));
        }

        Future<?> finish(Transaction transaction) {
            return wanted.last() == null
                    ? Future.succeededFuture()
                    : wanted.last()
                            .apply(transaction)
                            .onSuccess(step -> values = table.shape.values(step.apply(table.shape.made(values))));
        }

        Change<R> created() {
            return Change.created(table.shape.made(values));
        }

        void refuse(Refusal refusal) {
            outcome = Outcome.refused(refusal);
        }
    }

    private final RecordTable<R> records;
    private final TableDeclaration<R> table;
    private final TableSql sql;
    private final RecordFactory<R> factory;
    private final References references;

    Saves(
            RecordTable<R> records,
            TableDeclaration<R> table,
            TableSql sql,
            RecordFactory<R> factory,
            References references) {
        this.records = records;
        this.table = table;
        this.sql = sql;
        this.factory = factory;
        this.references = references;
    }

    /** A new record whose INSERT depends on no other row. */
    record Known<R>(RowInsert row, Change<R> change) {}

    /**
     * The new record, if it is right by itself: without external IDs, references or a last step. Null otherwise: then
     * {@link #saved} says what becomes of it.
     */
    @Nullable Known<R> known(Call<?> call, NewRecord<R> wanted) {
        if (wanted.last() != null || call.conditions().onExisting() != OnExisting.FAIL) {
            return null;
        }
        var item = new Item(wanted, factory.stamp(call));
        return item.externalIds == null
                        && references.none(item.values)
                        && faults(item, List.of()).isEmpty()
                ? new Known<>(sql.insert.row(sql.inserted(item.values)), item.created())
                : null;
    }

    /** The outcome of each, in their order. */
    Future<List<Outcome<Change<R>>>> saved(Transaction transaction, Call<?> call, List<NewRecord<R>> wanted) {
        var items = new ArrayList<Item>(wanted.size());
        var names = new HashSet<ExternalIds>();
        boolean needsIds = call.conditions().onExisting() != OnExisting.FAIL;
        for (var one : wanted) {
            var item = new Item(one, factory.stamp(call));
            if (item.externalIds == null && needsIds) {
                item.refuse(NEEDS_EXTERNAL_IDS);
            } else if (item.externalIds != null && !names.add(item.externalIds)) {
                item.refuse(TWICE);
            }
            items.add(item);
        }
        return saved(transaction, call, items, 1)
                .map(_ -> items.stream()
                        .map(item -> Objects.requireNonNull(item.outcome))
                        .toList());
    }

    private Future<?> saved(Transaction transaction, Call<?> call, List<Item> items, int tries) {
        var existing = call.conditions().onExisting() == OnExisting.FAIL
                ? Future.succeededFuture()
                : decidedByExisting(transaction, call, open(items));
        return existing.compose(_ -> made(transaction, call, open(items))).compose(_ -> {
            var left = open(items);
            if (left.isEmpty()) {
                return Future.succeededFuture();
            }
            if (tries == TRIES_MAX) {
                left.forEach(item -> item.refuse(CONTENDED));
                return Future.succeededFuture();
            }
            return saved(transaction, call, items, tries + 1);
        });
    }

    private List<Item> open(List<Item> items) {
        return items.stream().filter(item -> item.outcome == null).toList();
    }

    /** Decides the items whose record exists; one that is changed is locked. */
    private Future<?> decidedByExisting(Transaction transaction, Call<?> call, List<Item> items) {
        Map<ExternalIds, Item> byExternalIds = new HashMap<>();
        items.forEach(item -> byExternalIds.put(Objects.requireNonNull(item.externalIds), item));
        if (byExternalIds.isEmpty()) {
            return Future.succeededFuture();
        }
        var names = List.copyOf(byExternalIds.keySet());
        var args = Tuple.tuple()
                .addValue(call.caller().workspaceId().value())
                .addValue(names.stream().map(ExternalIds::source).toArray(String[]::new))
                .addValue(names.stream().map(ExternalIds::id).toArray(String[]::new));
        boolean changes = call.conditions().onExisting() == OnExisting.UPDATE;
        return transaction
                .query(changes ? sql.lockByExternalIds : sql.byExternalIds, args)
                .compose(rows -> {
                    var decided = new ArrayList<Future<?>>();
                    rows.forEach(row -> {
                        var existing = table.shape.read(row);
                        var item = Objects.requireNonNull(byExternalIds.get(ExternalIds.of(existing)));
                        if (table.visible.test(call.caller(), existing)) {
                            decided.add(decided(transaction, call, existing, item.wanted)
                                    .onSuccess(outcome -> item.outcome = outcome));
                        } else {
                            item.refuse(Work.EXTERNAL_ID_TAKEN);
                        }
                    });
                    return Future.all(decided);
                });
    }

    private Future<Outcome<Change<R>>> decided(Transaction transaction, Call<?> call, R existing, NewRecord<R> wanted) {
        return switch (call.conditions().onExisting()) {
            case FAIL -> Future.succeededFuture(Outcome.refused(Work.EXTERNAL_ID_TAKEN));
            case SKIP ->
                Future.succeededFuture(Outcome.done(Change.unchanged(existing).asExisting()));
            case UPDATE ->
                records.changed(transaction, call, existing, wanted.merged().apply(existing))
                        .map(outcome -> outcome.map(
                                change -> change.asUpdateOf(call.operation().resource())));
        };
    }

    /** Makes the records that are valid; an item stays open if its record has appeared meanwhile. */
    private Future<?> made(Transaction transaction, Call<?> call, List<Item> items) {
        var rows = items.stream().<@Nullable Object[]>map(item -> item.values).toList();
        return references.faults(transaction, call, rows).compose(faults -> {
            var valid = new ArrayList<Item>(items.size());
            for (int i = 0; i < items.size(); i++) {
                var item = items.get(i);
                var found = faults(item, faults.get(i));
                if (found.isEmpty()) {
                    valid.add(item);
                } else {
                    item.refuse(new Refusal.ValidationFailed(found));
                }
            }
            return Future.all(
                            valid.stream().map(item -> item.finish(transaction)).toList())
                    .compose(_ -> inserted(transaction, call, valid));
        });
    }

    private List<FieldError> faults(Item item, List<FieldError> ofReferences) {
        return factory.faults(item.values, table.shape.made(item.values), ofReferences);
    }

    private Future<?> inserted(Transaction transaction, Call<?> call, List<Item> items) {
        boolean once = items.stream().anyMatch(item -> item.externalIds != null);
        var sent = once
                ? items.stream()
                        .sorted(Comparator.comparing(
                                (Item item) -> item.externalIds,
                                Comparator.nullsFirst(Comparator.<ExternalIds>naturalOrder())))
                        .toList()
                : items;
        var tuples = sent.stream().map(item -> sql.inserted(item.values)).toList();
        if (!once && tuples.size() == 1) {
            // Its answer can only be one row; the transaction watches over its failure.
            var _ = transaction.query(sql.insert.sql(), tuples.getFirst());
            setOutcome(call, sent.getFirst(), true);
            return Future.succeededFuture();
        }
        var insert = once ? sql.insertOnce : sql.insert;
        return Inserts.sent(transaction, insert.sql(), tuples, call.listener()).onSuccess(counts -> {
            for (int i = 0; i < sent.size(); i++) {
                setOutcome(call, sent.get(i), i >= counts.size() || counts.get(i) == 1);
            }
        });
    }

    private void setOutcome(Call<?> call, Item item, boolean made) {
        if (made) {
            item.outcome = Outcome.done(item.created());
        } else if (call.conditions().onExisting() == OnExisting.FAIL) {
            item.refuse(Work.EXTERNAL_ID_TAKEN);
        }
    }
}
