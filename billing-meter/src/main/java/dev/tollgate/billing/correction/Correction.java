package dev.tollgate.billing.correction;

import dev.tollgate.billing.account.TopUpId;
import dev.tollgate.billing.ledger.LedgerEntryId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.rating.AccountEntry.Source;
import dev.tollgate.money.rating.AccountView;
import dev.tollgate.runtime.ids.IdSource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a correction did.
 *
 * @param amountMicros what was asked for
 * @param movedMicros what was moved: above 0 given, below 0 taken
 * @param shortfallMicros what could not be taken, since nothing was left
 * @param topUpId the top-up that given money became; absent if it went back where it was drawn from
 * @param includedMicros change of included usage
 * @param prepaidMicros change of prepaid money
 * @param overageMicros change of what is owed, above 0 if less is owed
 * @param graceMicros change of what we bear, above 0 if we bear less
 * @param spendMicros change of the spend of the month; 0 if the month of the entry is final
 * @param capLeftMicros what the cap leaves afterwards
 * @param balanceMicros what can be spent afterwards
 */
public record Correction(
        CorrectionId id,
        TenantId tenantId,
        LedgerEntryId entryId,
        long amountMicros,
        long movedMicros,
        long shortfallMicros,
        @Nullable TopUpId topUpId,
        long includedMicros,
        long prepaidMicros,
        long overageMicros,
        long graceMicros,
        long spendMicros,
        long capLeftMicros,
        long balanceMicros,
        String reason,
        Instant createdAt,
        long version)
        implements Resource {

    static Correction of(CorrectionId id, NewCorrection input, AppliedUpdate update, Instant now) {
        var change = update.change();
        var after = AccountView.of(
                update.after(), IdSource.time(update.after().tenant().value()), now);
        long included = change.correctedMicros(Source.INCLUDED);
        long prepaid = change.correctedMicros(Source.PREPAID);
        long overage = change.correctedMicros(Source.OVERAGE);
        long grace = change.correctedMicros(Source.GRACE);
        long moved = included + prepaid + overage + grace;
        boolean made = change.grants().stream().anyMatch(grant -> grant.id().equals(id.value()));
        return new Correction(
                id,
                update.after().tenant(),
                input.entryId(),
                input.amountMicros(),
                moved,
                Math.abs(input.amountMicros() - moved),
                made ? new TopUpId(id.value()) : null,
                included,
                prepaid,
                overage,
                grace,
                change.spendCorrectedMicros(),
                after.capMicros() - after.spendMicros(),
                after.balanceMicros(),
                input.reason(),
                now,
                1);
    }
}
