package dev.tollgate.contract.operation;

/**
 * What a call brings in. The input record is filled by name from path, query and body.
 *
 * @param <I> the input record
 */
public sealed interface Body<I> {

    Class<I> input();

    /** Path and JSON body. */
    record Json<I>(Class<I> input) implements Body<I> {}

    /** Path and query only; a body is refused. */
    record None<I>(Class<I> input) implements Body<I> {}
}
