package dev.tollgate.money.rating;

import java.util.UUID;

/** An entry of the ledger that can be corrected. */
public sealed interface CorrectedEntry {

    /**
     * Usage.
     *
     * @param period the month it counts in
     * @param source where it was drawn from
     */
    record Charge(Period period, AccountEntry.Source source) implements CorrectedEntry {}

    /** Money paid ahead. */
    record TopUp(UUID grant) implements CorrectedEntry {}
}
