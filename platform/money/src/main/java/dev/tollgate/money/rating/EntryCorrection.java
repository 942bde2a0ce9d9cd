package dev.tollgate.money.rating;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Correction of an entry of the ledger.
 *
 * @param id of the grant, where money that is given becomes a new one
 * @param micros for the customer: above 0 gives, below 0 takes. At most what is left of a charge is given back
 * @param expiresAt when such a grant ends; null for never
 */
public record EntryCorrection(
        UUID id,
        CorrectedEntry entry,
        long micros,
        @Nullable Instant expiresAt) {
    public EntryCorrection {
        if (micros == 0) {
            throw new IllegalArgumentException("a correction moves money");
        }
    }
}
