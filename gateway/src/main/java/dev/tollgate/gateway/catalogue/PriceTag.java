package dev.tollgate.gateway.catalogue;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.price.Quote;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Price of one unit of a call by one face, as shown in documents.
 *
 * @param dimension the priced dimension; null for a call that is free
 * @param unitMicros micros of US dollars a unit
 */
public record PriceTag(@Nullable String dimension, long unitMicros) {

    public static final PriceTag FREE = new PriceTag(null, 0);

    /** The tag of a face, seen through a surface, at an instant. */
    public static PriceTag of(CompiledFace<?, ?> face, Surface surface, PriceBook prices, Instant now) {
        var dimension = dimension(face.face().meter(), face.operation().effect(), surface);
        return dimension == null
                ? FREE
                : new PriceTag(dimension, prices.at(dimension, now).unitMicros());
    }

    public boolean free() {
        return unitMicros == 0;
    }

    private static @Nullable String dimension(Meter<?, ?> meter, Effect effect, Surface surface) {
        if (effect == Effect.REDUCE) {
            return null;
        }
        return switch (meter) {
            case Meter.Free<?, ?> _ -> null;
            case Meter.PerCall<?, ?> _, Meter.PerItem<?, ?> _ -> Quote.unit(effect, surface);
            case Meter.Of<?, ?> own -> own.dimension();
            case Meter.Sized<?, ?> sized -> sized.dimension();
        };
    }
}
