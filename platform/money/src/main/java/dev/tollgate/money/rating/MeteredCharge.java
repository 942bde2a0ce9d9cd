package dev.tollgate.money.rating;

import dev.tollgate.contract.event.Charge;

/** A charge as the meter reads it: micros above 0, and where they are held. */
public record MeteredCharge(long micros, Charge.Hold hold) {
    public MeteredCharge {
        if (micros < 1) {
            throw new IllegalArgumentException("free usage cannot be charged");
        }
    }
}
