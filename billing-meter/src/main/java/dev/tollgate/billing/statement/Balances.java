package dev.tollgate.billing.statement;

import dev.tollgate.billing.ledger.LedgerAccount;
import dev.tollgate.billing.ledger.Transfer.Kind;
import java.util.List;

/**
 * Movements of a month, by the source its spend was drawn from.
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

        private static Balance of(LedgerAccount account, long opening, List<Movement> movements) {
            return new Balance(
                    opening,
                    gained(account, Kind.INCLUDED, movements),
                    gained(account, Kind.TOP_UP, movements),
                    -gained(account, Kind.CHARGE, movements),
                    -gained(account, Kind.EXPIRY, movements),
                    gained(account, Kind.CORRECTION, movements),
                    opening + gained(account, movements));
        }

        private static long gained(LedgerAccount account, Kind kind, List<Movement> movements) {
            return gained(
                    account,
                    movements.stream()
                            .filter(movement -> movement.kind().equals(kind.text()))
                            .toList());
        }

        private static long gained(LedgerAccount account, List<Movement> movements) {
            return movements.stream()
                    .mapToLong(movement -> movement.gained(account))
                    .sum();
        }
    }

    /** The sum of a month's movements of one kind from one account to another. */
    record Movement(String kind, String debit, String credit, boolean adjusts, long micros) {

        /** The amount added to an account; negative if it is taken away. */
        long gained(LedgerAccount account) {
            if (credit.equals(account.text())) {
                return micros;
            }
            return debit.equals(account.text()) ? -micros : 0;
        }
    }

    /** @param earlier the movements of all months before */
    static Balances of(List<Movement> earlier, List<Movement> movements) {
        return new Balances(
                Balance.of(LedgerAccount.INCLUDED, 0, movements),
                Balance.of(LedgerAccount.PREPAID, Balance.gained(LedgerAccount.PREPAID, earlier), movements),
                Balance.of(LedgerAccount.OVERAGE, Balance.gained(LedgerAccount.OVERAGE, earlier), movements),
                Balance.of(LedgerAccount.GRACE, Balance.gained(LedgerAccount.GRACE, earlier), movements));
    }

    /** What corrections changed the spend by. */
    static long spendCorrected(List<Movement> movements) {
        return Balance.gained(LedgerAccount.USAGE, Kind.CORRECTION, movements);
    }

    long charged() {
        return included.chargedMicros() + prepaid.chargedMicros() + overage.chargedMicros() + grace.chargedMicros();
    }
}
