package dev.tollgate.contract.operation;

import java.util.List;

/**
 * The shape of what a call gives.
 *
 * @param <A> what the handler returns
 */
public sealed interface Answer<A> {

    /** The record inside the envelope. */
    Shape<?> shape();

    /** The record type inside the envelope. */
    default Class<?> element() {
        return shape().type();
    }

    /** One record. */
    record Json<O>(Shape<O> shape) implements Answer<O> {
        public Json(Class<O> element) {
            this(Shape.of(element));
        }
    }

    /** A page of records, newest first unless the operation says otherwise. */
    record Paged<O>(Shape<O> shape) implements Answer<Page<O>> {
        public Paged(Class<O> element) {
            this(Shape.of(element));
        }
    }

    /** Records in a list without an envelope: the form that a sender of signed messages prescribes. */
    record Bare<O>(Shape<O> shape) implements Answer<List<O>> {
        public Bare(Class<O> element) {
            this(Shape.of(element));
        }
    }

    /** One answer per item of the input. */
    record Batched<O>(Shape<O> shape) implements Answer<BatchAnswer<O>> {
        public Batched(Class<O> element) {
            this(Shape.of(element));
        }
    }
}
