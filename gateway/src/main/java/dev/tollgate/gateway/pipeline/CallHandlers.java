package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.CallSize;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The handlers of one loop: those that modules bind on the bus, and the gateway's own, which are given the request
 * context as well and answer from it without I/O.
 */
public final class CallHandlers {

    /** Answers calls of an operation from the context of the request. */
    @FunctionalInterface
    public interface ContextHandler<I, A> {
        Future<Outcome<A>> answer(RequestContext context, Call<I> call);
    }

    private final OperationBus bus;
    private final Map<String, ContextHandler<?, ?>> own = new HashMap<>();

    public CallHandlers(OperationBus bus) {
        this.bus = bus;
    }

    /** Binds a handler of the gateway's own; a second one for the same operation is a fault of the wiring. */
    public <I, A> void serve(Operation<I, A> operation, ContextHandler<I, A> handler) {
        if (own.putIfAbsent(operation.name(), handler) != null) {
            throw new IllegalStateException("two handlers for " + operation.name());
        }
    }

    /** The names of all operations that are answered on this loop. */
    public Set<String> served() {
        var served = new TreeSet<>(bus.served());
        served.addAll(own.keySet());
        return served;
    }

    boolean offers(Operation<?, ?> operation) {
        return bus.offers(operation);
    }

    /** The size of a call, which only its module knows. */
    <I> Future<Outcome<CallSize>> size(Call<I> call) {
        return bus.sized(call);
    }

    /** Says that the price of an answered call whose size was asked for was given back. */
    <I> Future<?> released(Call<I> call) {
        return bus.released(call);
    }

    /** A handler that throws gives a failed future. */
    @SuppressWarnings("unchecked") // serve() bound the handler under the operation's own types
    <I, A> Future<Outcome<A>> answer(RequestContext context, Call<I> call) {
        try {
            var handler = (ContextHandler<I, A>) own.get(call.operation().name());
            return handler == null ? bus.call(call) : handler.answer(context, call);
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }
}
