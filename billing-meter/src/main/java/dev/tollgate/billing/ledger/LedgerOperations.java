package dev.tollgate.billing.ledger;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;

/** Operations on the ledger. */
public final class LedgerOperations {

    public static final Operation<LedgerPage, Page<LedgerEntry>> LIST = Declaration.read("list_ledger", "ledger")
            .summary("List ledger entries of an account")
            .description("Newest first. Charges are booked per batch, month and source: the note counts the calls by "
                    + "operation, usage events itemize them.")
            .control("GET", "/control/v1/tenants/{tenant_id}/ledger", roles(Role.OPERATOR, Role.TENANT_OWNER))
            .with(Trait.CSV)
            .takes(LedgerPage.class, """
                    {"limit": 25}""")
            .givesFreePage(LedgerEntry.class);

    private LedgerOperations() {}
}
