package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.money.price.Price;
import dev.tollgate.money.price.PriceBook;
import java.time.Instant;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a call can cost at most, at the price pinned before it runs, and what it costs in the end. Pure.
 *
 * @param most units held; 0 for what is free
 * @param done units an answer is charged for
 */
record Quote<A>(Price price, long most, ToLongFunction<A> done) {

    static final String REST_READ = "rest.read";
    static final String REST_WRITE = "rest.write";
    static final String MCP_CALL = "mcp.call";

    /** The quote for one input. A dry run costs a read where the call costs anything. */
    static <I, A> Quote<A> of(
            Meter<I, A> meter, Effect effect, Surface surface, @Nullable I input, PriceBook prices, Instant now) {
        var unit = unit(effect, surface);
        if (effect == Effect.REDUCE) {
            return free(prices.at(unit, now));
        }
        return switch (meter) {
            case Meter.Free<I, A> _ -> free(prices.at(unit, now));
            case Meter.PerCall<I, A> _ -> new Quote<>(prices.at(unit, now), 1, _ -> 1);
            case Meter.PerItem<I, A>(var most, var done) ->
                new Quote<>(prices.at(unit, now), most.applyAsLong(input), done);
            case Meter.Of<I, A>(var dimension, var most, var done) ->
                new Quote<>(prices.at(dimension, now), most.applyAsLong(input), done);
        };
    }

    /** A dry run is a read, free where the call itself is free. */
    static <A> Quote<A> dryRun(Quote<A> real, Surface surface, PriceBook prices, Instant now) {
        var price = prices.at(unit(Effect.READ, surface), now);
        return real.mostMicros() == 0 ? free(price) : new Quote<>(price, 1, _ -> 1);
    }

    private static <A> Quote<A> free(Price price) {
        return new Quote<>(price, 0, _ -> 0);
    }

    private static String unit(Effect effect, Surface surface) {
        return switch (surface) {
            case MCP -> MCP_CALL;
            case REST, CONTROL, WEBHOOK -> effect == Effect.READ ? REST_READ : REST_WRITE;
        };
    }

    long mostMicros() {
        return price.micros(most);
    }

    /** The charge as it is held, or the charge of nothing where nothing is held. */
    Charge held(Charge.@Nullable Hold hold) {
        return hold == null ? nothing() : new Charge(price.dimension(), most, mostMicros(), price.version(), hold);
    }

    /** The charge of a call that is free after all. */
    Charge nothing() {
        return new Charge(price.dimension(), 0, 0, price.version(), null);
    }

    /** What an answer is charged, never more than was held. */
    Charge used(Charge held, A answer) {
        if (held.hold() == null) {
            return held;
        }
        long units = Math.min(most, done.applyAsLong(answer));
        return held.used(units, price.micros(units));
    }
}
