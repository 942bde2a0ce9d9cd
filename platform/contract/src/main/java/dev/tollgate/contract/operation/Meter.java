package dev.tollgate.contract.operation;

import java.util.function.ToLongFunction;

/**
 * The unit in which a call is charged. Before the call its maximum cost is held, computed from the input; after it the
 * actual use is charged. Reduction is always free.
 *
 * @param <I> the input
 * @param <A> the answer
 */
public sealed interface Meter<I, A> {

    /** Nothing. */
    record Free<I, A>() implements Meter<I, A> {}

    /** One unit of {@code mcp.call}, {@code rest.write} or {@code rest.read}, by surface and effect. */
    record PerCall<I, A>() implements Meter<I, A> {}

    /** As many units of the dimension of {@link PerCall} as there are items. */
    record PerItem<I, A>(ToLongFunction<I> most, ToLongFunction<A> done) implements Meter<I, A> {}

    /** Units of a dimension of its own. */
    record Of<I, A>(String dimension, ToLongFunction<I> most, ToLongFunction<A> done) implements Meter<I, A> {}

    /**
     * Units of a dimension of its own that only the module knows: its {@link CallSizer} is asked before the hold. A dry
     * run is not sized, it costs a read.
     *
     * @param done what an answer is charged for where the size was a quantity; never more than that is charged
     */
    record Sized<I, A>(String dimension, ToLongFunction<A> done) implements Meter<I, A> {}

    /** One unit of a dimension of its own. */
    static <I, A> Meter<I, A> one(String dimension) {
        return new Of<>(dimension, _ -> 1, _ -> 1);
    }
}
