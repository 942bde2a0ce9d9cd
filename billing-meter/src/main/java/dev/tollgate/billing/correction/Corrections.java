package dev.tollgate.billing.correction;

import dev.tollgate.billing.account.AccountChanges;
import dev.tollgate.billing.account.AccountChanges.Stored;
import dev.tollgate.billing.account.AccountParts;
import dev.tollgate.billing.account.TopUps;
import dev.tollgate.billing.ledger.Purpose;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.rating.EntryCorrection;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Corrects entries of ledgers. The account is locked first, so that an entry is given back once at most. */
public final class Corrections {

    private static final Refusal NO_AMOUNT = Refusal.ValidationFailed.of("amount_micros", "must not be 0");
    private static final Refusal NO_ENTRY =
            Refusal.ValidationFailed.of("entry_id", "names no entry of this tenant's ledger");

    private final AccountParts parts;
    private final TopUpRevocations revocations;

    public Corrections(AccountParts parts) {
        this.parts = parts;
        this.revocations = new TopUpRevocations(parts);
    }

    public void serve(OperationBus bus) {
        bus.serve(CorrectionOperations.CREATE_CORRECTION, this::create);
        bus.serve(CorrectionOperations.REVOKE_TOP_UP, revocations::revoke);
    }

    private Future<Outcome<Correction>> create(Call<NewCorrection> call) {
        var input = call.input();
        if (input.amountMicros() == 0) {
            return Future.succeededFuture(Outcome.refused(NO_AMOUNT));
        }
        var id = new CorrectionId(parts.ids().next());
        return parts.changes()
                .run(
                        call,
                        transaction -> corrected(transaction, call.caller().tenantId(), id, input),
                        Purpose.correcting(input.entryId(), "correction: " + input.reason(), call));
    }

    private Future<Outcome<Stored<Correction>>> corrected(
            Transaction transaction, TenantId tenant, CorrectionId id, NewCorrection input) {
        return parts.accounts()
                .lock(transaction, tenant)
                .compose(_ -> CorrectableEntry.find(transaction, tenant, input.entryId()))
                .map(found -> found.map(entry -> entry.corrected(
                                id, input.amountMicros(), parts.clock().instant()))
                        .orElseGet(() -> Outcome.refused(NO_ENTRY)))
                .compose(decided -> switch (decided) {
                    case Outcome.Done<EntryCorrection>(EntryCorrection correction) ->
                        parts.accounts()
                                .correct(transaction, tenant, correction)
                                .map(update -> update.map(done -> stored(id, input, done))
                                        .orElseGet(AccountChanges::noAccount));
                    case Outcome.Refused<EntryCorrection>(Refusal refusal) ->
                        Future.succeededFuture(Outcome.refused(refusal));
                    case Outcome.Replayed<EntryCorrection> _ ->
                        throw new IllegalStateException("nothing is replayed here");
                });
    }

    private Outcome<Stored<Correction>> stored(CorrectionId id, NewCorrection input, AppliedUpdate update) {
        var now = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
        var correction = Correction.of(id, input, update, now);
        if (correction.movedMicros() == 0) {
            return Outcome.refused(new Refusal.Conflict("Nothing is left to take."));
        }
        if (update.after().prepaidLeft() > TopUps.PREPAID_MICROS_MAX) {
            return Outcome.refused(new Refusal.Conflict("The prepaid balance would exceed its limit."));
        }
        return Outcome.done(new Stored<>(List.of(update), Change.created(correction)));
    }
}
