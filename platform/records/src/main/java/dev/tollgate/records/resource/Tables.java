package dev.tollgate.records.resource;

import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;

/** The tables of one event loop. */
@FunctionalInterface
public interface Tables {

    /** A table as the handlers of this loop read and write it. */
    <R extends StoredRecord> RecordTable<R> table(TableDeclaration<R> declaration);
}
