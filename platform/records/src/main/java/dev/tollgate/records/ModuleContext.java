package dev.tollgate.records;

import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.StoredRecord;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import java.time.InstantSource;

/**
 * What a module of records works with on one event loop: its tables, transactions and the time. No database, money or
 * settings: a module that needs more gets a capability of its own here, which does that one thing and no other.
 */
public final class ModuleContext {

    private final Workshop workshop;

    ModuleContext(Workshop workshop) {
        this.workshop = workshop;
    }

    /** Where handlers are bound. */
    public OperationBus bus() {
        return workshop.bus();
    }

    /** A table as the handlers of this loop read and write it. */
    public <R extends StoredRecord> RecordTable<R> table(TableDeclaration<R> declaration) {
        return workshop.table(declaration);
    }

    /** Serves a resource whose operations need no behaviour of their own beyond its table. */
    public <R extends StoredRecord> RecordTable<R> serve(
            ResourceOperations<?, R> operations, TableDeclaration<R> declaration) {
        var table = table(declaration);
        operations.serve(bus(), table);
        return table;
    }

    /** Transactions of more than one step. */
    public Work work() {
        return workshop.work();
    }

    public InstantSource clock() {
        return workshop.clock();
    }
}
