package dev.tollgate.billing.correction;

import dev.tollgate.billing.ledger.LedgerEntryId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.rating.AccountEntry;
import dev.tollgate.money.rating.CorrectedEntry;
import dev.tollgate.money.rating.EntryCorrection;
import dev.tollgate.money.rating.Period;
import dev.tollgate.runtime.postgres.FirstRow;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the ledger as a correction sees it.
 *
 * @param debit the account it left
 * @param grant the top-up it drew or paid in
 * @param grantExpiresAt when that ends
 * @param givenMicros what corrections have given back of it already; what they charged on top is no part of it
 */
record CorrectableEntry(
        Period period,
        String kind,
        String debit,
        long micros,
        @Nullable UUID grant,
        @Nullable Instant grantExpiresAt,
        long givenMicros) {

    private static final String FIND = """
            SELECT t.period, t.kind, t.debit, t.amount_micros, t.grant_id, g.expires_at,
                   COALESCE((SELECT sum(c.amount_micros)
                               FROM billing.transfer c
                              WHERE c.corrects_id = t.id AND c.credit <> 'usage'), 0)::bigint AS given
              FROM billing.transfer t
              LEFT JOIN billing.prepaid_grant g ON g.tenant = t.tenant_id AND g.id = t.grant_id
             WHERE t.id = $1 AND t.tenant_id = $2
            """;

    /** Reads it; what is given back of it cannot change while the account is locked. */
    static Future<Optional<CorrectableEntry>> find(Transaction transaction, TenantId tenant, LedgerEntryId id) {
        return transaction
                .query(FIND, Tuple.of(id.value(), tenant.value()))
                .map(rows -> FirstRow.of(rows, CorrectableEntry::of));
    }

    private static CorrectableEntry of(Row row) {
        return new CorrectableEntry(
                new Period(row.getInteger("period")),
                row.getString("kind"),
                row.getString("debit"),
                row.getLong("amount_micros"),
                row.getUUID("grant_id"),
                TimeColumn.read(row, "expires_at"),
                row.getLong("given"));
    }

    /** The correction as rating does it; refused where this entry cannot be corrected so. */
    Outcome<EntryCorrection> corrected(CorrectionId id, long amountMicros, Instant now) {
        CorrectedEntry entry;
        if (kind.equals("top_up") && grant != null) {
            entry = new CorrectedEntry.TopUp(grant);
        } else if (kind.equals("charge")) {
            entry = new CorrectedEntry.Charge(period, AccountEntry.Source.valueOf(debit.toUpperCase(Locale.ROOT)));
            if (amountMicros > micros - givenMicros) {
                return Outcome.refused(Refusal.ValidationFailed.of(
                        "amount_micros", "is more than the entry has left to give back: " + (micros - givenMicros)));
            }
        } else {
            return Outcome.refused(Refusal.ValidationFailed.of(
                    "entry_id",
                    "is of kind " + kind + ": only charges and top-ups can be corrected. Included usage is set by"
                            + " set_plan and set_override"));
        }
        return Outcome.done(new EntryCorrection(id.value(), entry, amountMicros, ends(now)));
    }

    /** Money that is given back ends when the top-up does that it was drawn from, unless that is over. */
    private @Nullable Instant ends(Instant now) {
        return grantExpiresAt != null && grantExpiresAt.isAfter(now) ? grantExpiresAt : null;
    }
}
