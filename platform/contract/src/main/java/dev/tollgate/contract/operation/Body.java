package dev.tollgate.contract.operation;

/**
 * Body and input of a call. The input record is filled by name from path, query and body.
 *
 * @param <I> the input record
 */
public sealed interface Body<I> {

    Shape<I> shape();

    default Class<I> input() {
        return shape().type();
    }

    /** Path and JSON body. */
    record Json<I>(Shape<I> shape) implements Body<I> {}

    /** Path and query only; a body is refused. */
    record None<I>(Shape<I> shape) implements Body<I> {
        public None(Class<I> input) {
            this(Shape.of(input));
        }
    }
}
