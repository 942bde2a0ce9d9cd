package dev.tollgate.billing.statement;

import dev.tollgate.billing.ledger.LedgerAccount;
import dev.tollgate.billing.ledger.Transfer.Kind;
import java.util.List;

/**
 * Changes of a month, by the source its spend was drawn from.
 *
 * @param included usage included in the month: opens at 0, and what is unused expires with the month
 * @param prepaid money paid ahead
 * @param overage below 0: what is owed
 * @param grace below 0: what we bear
 */
public record Balances(Balance included, Balance prepaid, Balance overage, Balance grace) {

    /** {@code opening + granted + topped up - charged - expired + corrected = closing}. */
    public record Balance(
            long openingMicros,
            long grantedMicros,
            long toppedUpMicros,
            long chargedMicros,
            long expiredMicros,
            long correctedMicros,
            long closingMicros) {

        private static Balance of(LedgerAccount account, long opening, List<EntrySum> entries) {
            return new Balance(
                    opening,
                    gained(account, Kind.INCLUDED, entries),
                    gained(account, Kind.TOP_UP, entries),
                    -gained(account, Kind.CHARGE, entries),
                    -gained(account, Kind.EXPIRY, entries),
                    gained(account, Kind.CORRECTION, entries),
                    opening + gained(account, entries));
        }

        private static long gained(LedgerAccount account, Kind kind, List<EntrySum> entries) {
            return gained(
                    account,
                    entries.stream()
                            .filter(entry -> entry.kind().equals(kind.text()))
                            .toList());
        }

        private static long gained(LedgerAccount account, List<EntrySum> entries) {
            return entries.stream().mapToLong(entry -> entry.gained(account)).sum();
        }
    }

    /** The sum of a month's entries of one kind from one account to another. */
    record EntrySum(String kind, String debit, String credit, boolean adjusts, long micros) {

        /** The amount added to an account; negative if it is taken away. */
        long gained(LedgerAccount account) {
            if (credit.equals(account.text())) {
                return micros;
            }
            return debit.equals(account.text()) ? -micros : 0;
        }
    }

    /** @param earlier the entries of all months before */
    static Balances of(List<EntrySum> earlier, List<EntrySum> entries) {
        return new Balances(
                Balance.of(LedgerAccount.INCLUDED, 0, entries),
                Balance.of(LedgerAccount.PREPAID, Balance.gained(LedgerAccount.PREPAID, earlier), entries),
                Balance.of(LedgerAccount.OVERAGE, Balance.gained(LedgerAccount.OVERAGE, earlier), entries),
                Balance.of(LedgerAccount.GRACE, Balance.gained(LedgerAccount.GRACE, earlier), entries));
    }

    /** What corrections changed the spend by. */
    static long spendCorrected(List<EntrySum> entries) {
        return Balance.gained(LedgerAccount.USAGE, Kind.CORRECTION, entries);
    }

    long charged() {
        return included.chargedMicros() + prepaid.chargedMicros() + overage.chargedMicros() + grace.chargedMicros();
    }
}
