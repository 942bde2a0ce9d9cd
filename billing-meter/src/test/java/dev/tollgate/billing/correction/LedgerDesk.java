package dev.tollgate.billing.correction;

import dev.tollgate.billing.BillingDesk;
import dev.tollgate.billing.ledger.LedgerEntry;
import dev.tollgate.billing.ledger.LedgerOperations;
import dev.tollgate.billing.ledger.LedgerPage;
import dev.tollgate.contract.caller.TenantId;
import java.util.List;

/** The ledger of a tenant, and corrections of it. */
record LedgerDesk(BillingDesk desk, TenantId tenant) {

    List<LedgerEntry> entries() {
        return desk.done(LedgerOperations.LIST, desk.on(tenant), new LedgerPage(null, null, null, 100, null))
                .items();
    }

    /** The newest entry of a kind that left this account. */
    LedgerEntry entry(String kind, String debit) {
        return entries().stream()
                .filter(entry -> entry.kind().equals(kind) && entry.debit().equals(debit))
                .findFirst()
                .orElseThrow();
    }

    Correction correct(LedgerEntry entry, long micros) {
        return desk.done(CorrectionOperations.CREATE_CORRECTION, desk.on(tenant), wanted(entry, micros));
    }

    String refused(LedgerEntry entry, long micros) {
        return desk.refusal(CorrectionOperations.CREATE_CORRECTION, desk.on(tenant), wanted(entry, micros))
                .code();
    }

    static NewCorrection wanted(LedgerEntry entry, long micros) {
        return new NewCorrection(entry.id(), micros, "charged twice");
    }
}
