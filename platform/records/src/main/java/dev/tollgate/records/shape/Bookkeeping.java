package dev.tollgate.records.shape;

/**
 * JSON view of the fields that a record has for audit and synchronization. A reader who wants only what the record is
 * about leaves them out with {@link Concise}.
 */
public interface Bookkeeping {

    /** JSON view without them. */
    interface Concise {}
}
