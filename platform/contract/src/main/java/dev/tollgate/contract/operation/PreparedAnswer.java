package dev.tollgate.contract.operation;

/** An answer that brings its JSON along, because most of it is the same for many calls. */
public interface PreparedAnswer {

    /** The JSON that callers get; not to be changed, and no field of the answer. */
    byte[] json();
}
