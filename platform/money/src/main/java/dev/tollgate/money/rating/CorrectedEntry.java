package dev.tollgate.money.rating;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An entry of the ledger that can be corrected. */
public sealed interface CorrectedEntry {

    /**
     * Usage.
     *
     * @param period the month it counts in
     * @param source where it was drawn from
     */
    record Charge(Period period, AccountEntry.Source source) implements CorrectedEntry {

        /** The entry of a correction, of no amount yet. */
        AccountEntry corrected(Period counted, @Nullable Period adjusts) {
            return new AccountEntry(AccountEntry.Kind.CHARGE_CORRECTION, counted, source, null, 0, adjusts);
        }
    }

    /** Money paid ahead. */
    record TopUp(UUID grant) implements CorrectedEntry {}
}
