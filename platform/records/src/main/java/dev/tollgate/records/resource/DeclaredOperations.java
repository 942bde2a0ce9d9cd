package dev.tollgate.records.resource;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.runtime.bus.OperationBus;
import java.util.ArrayList;
import java.util.List;

/** The operations of a family in the order of their declaration, with what binds their handlers. */
final class DeclaredOperations<R extends SyncedRecord> {

    /** Binds the handler of an operation. */
    @FunctionalInterface
    interface Binding<R extends SyncedRecord> {
        void bind(OperationBus bus, Tables tables, RecordTable<R> table);
    }

    private record Declared<R extends SyncedRecord>(Operation<?, ?> operation, Binding<R> binding) {}

    private final List<Declared<R>> declared = new ArrayList<>();

    <N, A> Operation<N, A> add(Operation<N, A> operation, Binding<R> binding) {
        declared.add(new Declared<>(operation, binding));
        return operation;
    }

    boolean isEmpty() {
        return declared.isEmpty();
    }

    List<Operation<?, ?>> all() {
        return declared.stream().<Operation<?, ?>>map(Declared::operation).toList();
    }

    /** Binds those that have no handler on the bus yet. */
    void serve(OperationBus bus, Tables tables, RecordTable<R> table) {
        for (var one : declared) {
            if (!bus.serves(one.operation())) {
                one.binding().bind(bus, tables, table);
            }
        }
    }
}
