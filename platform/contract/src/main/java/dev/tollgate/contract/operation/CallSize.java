package dev.tollgate.contract.operation;

/** What a call of {@link Meter.Sized} is charged for, as its module tells before the price is held. */
public sealed interface CallSize {

    /** The quantity of the meter's dimension, such as bytes; 0 is free. */
    record Of(long quantity) implements CallSize {}

    /** One unit of the dimension of {@link Meter.PerCall}. */
    record PerCall() implements CallSize {}
}
