package dev.tollgate.billing.ledger;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.rating.AccountEntry;
import dev.tollgate.money.rating.Period;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the ledger: the amount leaves {@code debit} and enters {@code credit}.
 *
 * @param period the month it counts for
 * @param grant the top-up that was drawn, paid in or ended
 * @param adjusts the month it should have counted for, where that was final already
 * @param corrects the entry that this one corrects
 */
public record Transfer(
        TenantId tenant,
        Period period,
        Kind kind,
        LedgerAccount debit,
        LedgerAccount credit,
        long micros,
        @Nullable UUID grant,
        @Nullable Period adjusts,
        Purpose purpose,
        @Nullable UUID corrects) {

    /** Reason of a transfer. */
    public enum Kind {
        INCLUDED,
        TOP_UP,
        CHARGE,
        EXPIRY,
        CORRECTION;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Transfer {
        if (micros <= 0 || debit == credit) {
            throw new IllegalArgumentException("a transfer needs a positive amount and two different accounts");
        }
    }

    /** The transfer for a rating entry: from the customer's account to where the amount was used or lost. */
    public static Transfer of(TenantId tenant, AccountEntry entry, Purpose purpose) {
        var own = own(entry.source());
        var other = other(entry.kind());
        boolean more = entry.micros() > 0;
        return new Transfer(
                tenant,
                entry.period(),
                kind(entry.kind()),
                more ? other : own,
                more ? own : other,
                Math.abs(entry.micros()),
                entry.grant(),
                entry.adjusts(),
                purpose,
                corrects(entry, purpose));
    }

    private static @Nullable UUID corrects(AccountEntry entry, Purpose purpose) {
        var corrected = purpose.corrects();
        return corrected == null || !entry.kind().corrects() ? null : corrected.value();
    }

    private static LedgerAccount own(AccountEntry.Source source) {
        return switch (source) {
            case INCLUDED -> LedgerAccount.INCLUDED;
            case PREPAID -> LedgerAccount.PREPAID;
            case OVERAGE -> LedgerAccount.OVERAGE;
            case GRACE -> LedgerAccount.GRACE;
        };
    }

    private static LedgerAccount other(AccountEntry.Kind kind) {
        return switch (kind) {
            case INCLUDED -> LedgerAccount.PLAN;
            case TOP_UP, CORRECTION -> LedgerAccount.PAYMENT;
            case CHARGE, CHARGE_CORRECTION -> LedgerAccount.USAGE;
            case EXPIRY -> LedgerAccount.EXPIRED;
        };
    }

    private static Kind kind(AccountEntry.Kind kind) {
        return switch (kind) {
            case INCLUDED -> Kind.INCLUDED;
            case TOP_UP -> Kind.TOP_UP;
            case CHARGE -> Kind.CHARGE;
            case EXPIRY -> Kind.EXPIRY;
            case CORRECTION, CHARGE_CORRECTION -> Kind.CORRECTION;
        };
    }
}
