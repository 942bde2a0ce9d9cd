package dev.tollgate.billing.ledger;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.operation.Call;
import org.jspecify.annotations.Nullable;

/**
 * What entries are for.
 *
 * @param note for people; null where the kind of the entry says it
 * @param request the call that caused them; null for several calls, or none
 * @param corrects the entry that corrections among them correct; null where they take a top-up back
 */
public record Purpose(
        @Nullable String note,
        @Nullable RequestId request,
        @Nullable LedgerEntryId corrects) {

    /** Time has passed: a month or a top-up has ended. */
    public static final Purpose NONE = new Purpose(null, null, null);

    /** An operation on the account. */
    public static Purpose of(String note, Call<?> call) {
        return new Purpose(note, call.facts().requestId(), null);
    }

    /** An operation that corrects an entry. */
    public static Purpose correcting(LedgerEntryId entry, String note, Call<?> call) {
        return new Purpose(note, call.facts().requestId(), entry);
    }
}
