package dev.tollgate.contract.event;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The charge of a call, at the price that was pinned when it was held. Its constructor throws
 * {@link IllegalArgumentException} where quantity or micros are below 0, or micros above 0 are held nowhere.
 *
 * @param dimension the priced dimension, such as {@code rest.write}
 * @param quantity units of it
 * @param micros the whole charge in micros of US dollars; 0 for free calls
 * @param priceVersion the version of the price book
 * @param hold where the charge is held; null when the charge is 0
 */
public record Charge(
        String dimension,
        long quantity,
        long micros,
        String priceVersion,
        @Nullable Hold hold) {

    public Charge {
        if (quantity < 0 || micros < 0) {
            throw new IllegalArgumentException("a charge or quantity below 0");
        }
        if (micros > 0 && hold == null) {
            throw new IllegalArgumentException("a charge without a hold");
        }
    }

    /**
     * Position of a hold in the Redis copy of the account.
     *
     * @param inc incarnation of the copy
     * @param bucket number of the 10-second bucket, by Redis time
     * @param budget id of the credential or grant whose budget it counts against; null for none
     */
    public record Hold(long inc, long bucket, @Nullable UUID budget) {

        /** One that counts against no budget. */
        public Hold(long inc, long bucket) {
            this(inc, bucket, null);
        }

        // Written out, since what a record makes of them by itself goes through method handles, which profiles show.
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof Hold hold
                            && inc == hold.inc
                            && bucket == hold.bucket
                            && Objects.equals(budget, hold.budget));
        }

        @Override
        public int hashCode() {
            return Objects.hash(inc, bucket, budget);
        }
    }

    /** The same call with less used than was held; the caller must have released the rest. */
    public Charge used(long quantityUsed, long microsUsed) {
        return new Charge(dimension, quantityUsed, microsUsed, priceVersion, microsUsed == 0 ? null : hold);
    }
}
