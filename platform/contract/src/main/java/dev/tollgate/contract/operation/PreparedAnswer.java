package dev.tollgate.contract.operation;

import java.util.function.Consumer;

/** An answer that brings its JSON along, because most of it is the same for many calls. */
public interface PreparedAnswer {

    /** The JSON that callers get; not to be changed, and no field of the answer. */
    byte[] json();

    /** Gives the same JSON in pieces, in their order, so that what many answers share is copied once only. */
    default void pieces(Consumer<byte[]> taker) {
        taker.accept(json());
    }
}
