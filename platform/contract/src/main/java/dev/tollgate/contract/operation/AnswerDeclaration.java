package dev.tollgate.contract.operation;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The second half of a {@link Declaration}, which knows its input: the answer and what it costs.
 *
 * @param <I> the input
 */
public final class AnswerDeclaration<I> {

    private final Declaration declaration;
    private final Shape<I> input;
    private final @Nullable String example;

    AnswerDeclaration(Declaration declaration, Shape<I> input, @Nullable String example) {
        this.declaration = declaration;
        this.input = input;
        this.example = example;
    }

    public <O> Operation<I, O> gives(Class<O> output) {
        return gives(Shape.of(output));
    }

    public <O> Operation<I, O> gives(Shape<O> output) {
        return metered(new Answer.Json<>(output), new Meter.PerCall<>(), new Meter.Free<>());
    }

    /** Free on the app plane too. */
    public <O> Operation<I, O> givesFree(Class<O> output) {
        return metered(new Answer.Json<>(output), new Meter.Free<>(), new Meter.Free<>());
    }

    /** A control operation that costs one unit of this dimension. */
    public <O> Operation<I, O> gives(Class<O> output, String controlDimension) {
        return gives(Shape.of(output), controlDimension);
    }

    public <O> Operation<I, O> gives(Shape<O> output, String controlDimension) {
        return metered(new Answer.Json<>(output), new Meter.PerCall<>(), Meter.one(controlDimension));
    }

    public <O> Operation<I, Page<O>> givesPage(Class<O> element) {
        return givesPage(Shape.of(element));
    }

    public <O> Operation<I, Page<O>> givesPage(Shape<O> element) {
        return metered(new Answer.Paged<>(element), new Meter.PerCall<>(), new Meter.Free<>());
    }

    public <O> Operation<I, Page<O>> givesFreePage(Class<O> element) {
        return metered(new Answer.Paged<>(element), new Meter.Free<>(), new Meter.Free<>());
    }

    /** A list without an envelope, as the sender of a signed message expects it. */
    public <O> Operation<I, List<O>> givesBare(Class<O> element) {
        return metered(new Answer.Bare<>(element), new Meter.PerCall<>(), new Meter.Free<>());
    }

    /** One answer per item; charged for the items that were done. */
    public <O> Operation<I, BatchAnswer<O>> givesBatch(Class<O> element, ToLongFunction<I> items) {
        return metered(
                new Answer.Batched<>(element), new Meter.PerItem<>(items, BatchAnswer::done), new Meter.Free<>());
    }

    /** Any answer with meters of its own. */
    public <A> Operation<I, A> metered(Answer<A> answer, Meter<I, A> app, Meter<I, A> control) {
        return declaration.operation(input, example, answer, plane -> plane == Plane.APP ? app : control);
    }
}
