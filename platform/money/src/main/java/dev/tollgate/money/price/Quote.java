package dev.tollgate.money.price;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.CallSize;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.operation.Tariff;
import java.time.Instant;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The maximum cost of a call at the price pinned before it runs, and its final charge: the one formula from use to
 * charge. Pure.
 *
 * @param most the quantity held; 0 for what is free
 * @param done the quantity an answer is charged for
 */
public record Quote<A>(Price price, long most, ToLongFunction<A> done) implements Tariff<A> {

    private static final String REST_READ = "rest.read";
    private static final String REST_WRITE = "rest.write";
    private static final String MCP_CALL = "mcp.call";

    /** The quote for one input. */
    public static <I, A> Quote<A> of(
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
            // Until the module has told the size.
            case Meter.Sized<I, A> _ -> new Quote<>(prices.at(unit, now), 1, _ -> 1);
        };
    }

    /** The quote of a call whose module has told its size; this one where it is charged per call. */
    public Quote<A> sized(Meter.Sized<?, A> meter, CallSize size, PriceBook prices, Instant now) {
        return switch (size) {
            case CallSize.Of(long quantity) -> new Quote<>(prices.at(meter.dimension(), now), quantity, meter.done());
            case CallSize.PerCall _ -> this;
        };
    }

    /** A dry run is a read, free where the call itself is free. */
    public static <A> Quote<A> dryRun(Quote<A> real, Surface surface, PriceBook prices, Instant now) {
        var price = prices.at(unit(Effect.READ, surface), now);
        return real.mostMicros() == 0 ? free(price) : new Quote<>(price, 1, _ -> 1);
    }

    private static <A> Quote<A> free(Price price) {
        return new Quote<>(price, 0, _ -> 0);
    }

    /** The dimension of a call that is charged per call or per item. */
    public static String unit(Effect effect, Surface surface) {
        return switch (surface) {
            case MCP -> MCP_CALL;
            case REST, CONTROL, WEBHOOK, JOB -> effect == Effect.READ ? REST_READ : REST_WRITE;
        };
    }

    /** The most the call can cost. */
    public long mostMicros() {
        return price.micros(most);
    }

    /** The charge as it is held, or the charge of nothing where nothing is held. */
    public Charge held(Charge.@Nullable Hold hold) {
        return hold == null ? nothing() : new Charge(price.dimension(), most, mostMicros(), price.version(), hold);
    }

    /** The charge of a call that is free after all. */
    public Charge nothing() {
        return new Charge(price.dimension(), 0, 0, price.version(), null);
    }

    /** Never more than was held. */
    @Override
    public Charge used(Charge held, A answer) {
        if (held.hold() == null) {
            return held;
        }
        long quantity = done.applyAsLong(answer);
        return quantity >= held.quantity() ? held : held.used(quantity, price.micros(quantity));
    }
}
