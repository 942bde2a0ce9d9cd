package dev.tollgate.runtime.bus;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.CallSize;
import dev.tollgate.contract.operation.CallSizer;
import dev.tollgate.contract.operation.Handler;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Dispatches calls to their handlers, by operation name. One bus per event loop; everything happens on that loop, as a
 * direct call. A handler that throws gives a failed future.
 */
public final class OperationBus {
    private final Map<String, Handler<?, ?>> handlers = new HashMap<>();
    private final Map<String, CallSizer<?>> sizers = new HashMap<>();
    private final Set<String> withheld = new HashSet<>();

    /** Binds the handler of an operation on this loop; a second one for the same operation is a fault of the wiring. */
    public <I, A> void serve(Operation<I, A> operation, Handler<I, A> handler) {
        if (handlers.putIfAbsent(operation.name(), handler) != null) {
            throw new IllegalStateException("two handlers for " + operation.name());
        }
    }

    /** Binds what tells the size of an operation's calls, for one whose meter is {@code Meter.Sized}. */
    public <I> void size(Operation<I, ?> operation, CallSizer<I> sizer) {
        if (sizers.putIfAbsent(operation.name(), sizer) != null) {
            throw new IllegalStateException("two sizers for " + operation.name());
        }
    }

    /** Says that this installation does not offer an operation: calls of it are refused as if it had no route. */
    public <I, A> void withhold(Operation<I, A> operation) {
        serve(operation, _ -> Future.succeededFuture(Outcome.refused(new Refusal.RouteNotFound())));
        withheld.add(operation.name());
    }

    /** Whether this installation offers an operation, so that a caller may be refused before its body is read. */
    public boolean offers(Operation<?, ?> operation) {
        return !withheld.contains(operation.name());
    }

    /** Whether an operation has a handler on this loop. */
    public boolean serves(Operation<?, ?> operation) {
        return handlers.containsKey(operation.name());
    }

    /** The names of all operations that are answered here. */
    public Set<String> served() {
        return Set.copyOf(handlers.keySet());
    }

    /** The size of a call, before its price is held; fails if nothing tells it on this loop. */
    public <I> Future<Outcome<CallSize>> sized(Call<I> call) {
        return asked(call, CallSizer::size);
    }

    /** Says that the price of an answered call was given back; fails if nothing tells the size on this loop. */
    public <I> Future<?> released(Call<I> call) {
        return asked(call, (sizer, of) -> sizer.released(of).mapEmpty());
    }

    @SuppressWarnings("unchecked") // size() bound the sizer under the operation's own type
    private <I, T> Future<T> asked(Call<I> call, BiFunction<CallSizer<I>, Call<I>, Future<T>> question) {
        var sizer = (CallSizer<I>) sizers.get(call.operation().name());
        if (sizer == null) {
            return Future.failedFuture(new IllegalStateException("nothing tells the size of " + call.operation()));
        }
        try {
            return question.apply(sizer, call);
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    /** Fails if no handler serves the operation on this loop. */
    @SuppressWarnings("unchecked") // serve() bound the handler under the operation's own types
    public <I, A> Future<Outcome<A>> call(Call<I> call) {
        var handler = (Handler<I, A>) handlers.get(call.operation().name());
        if (handler == null) {
            return Future.failedFuture(new IllegalStateException("no handler serves " + call.operation()));
        }
        try {
            return handler.answer(call);
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }
}
