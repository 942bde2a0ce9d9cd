package dev.tollgate.records.shape;

import dev.tollgate.contract.caller.Id;

/** An input about one existing record. */
public interface Identified {

    /** The id of the record. */
    Id id();
}
