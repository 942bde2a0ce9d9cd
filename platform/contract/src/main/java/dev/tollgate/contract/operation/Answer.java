package dev.tollgate.contract.operation;

/**
 * The shape of what a call gives.
 *
 * @param <A> what the handler returns
 */
public sealed interface Answer<A> {

    /** The record type inside the envelope. */
    Class<?> element();

    /** One record. */
    record Json<O>(Class<O> element) implements Answer<O> {}

    /** A page of records, newest first unless the operation says otherwise. */
    record Paged<O>(Class<O> element) implements Answer<Page<O>> {}

    /** One answer per item of the input. */
    record Batched<O>(Class<O> element) implements Answer<BatchAnswer<O>> {}
}
