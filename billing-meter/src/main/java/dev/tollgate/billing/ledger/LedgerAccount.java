package dev.tollgate.billing.ledger;

import java.util.Locale;

/** The accounts of a tenant's ledger. */
public enum LedgerAccount {
    /** Included usage of a month that is left. */
    INCLUDED,
    /** Prepaid money that is left. */
    PREPAID,
    /** Debt of the customer: charges beyond balance or cap under enforcement {@code notify}. */
    OVERAGE,
    /** Loss that Tollgate bears: charged beyond the balance after a fault of ours. */
    GRACE,
    /** Where charges end. */
    USAGE,
    /** Where included usage comes from. */
    PLAN,
    /** Where prepaid money comes from. */
    PAYMENT,
    /** Where unused included usage and ended top-ups go. */
    EXPIRED;

    /** The word in the database and in answers. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
