package dev.tollgate.billing.correction;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.billing.payment.TopUpReversal;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Trait;
import java.util.List;

/** Operations that move money by hand. */
public final class CorrectionOperations {

    private static final String TENANT = "/control/v1/tenants/{tenant_id}";
    private static final Access OPERATORS = roles(Role.OPERATOR);

    public static final Operation<NewCorrection, Correction> CREATE_CORRECTION = Declaration.create(
                    "create_correction", "correction")
            .summary("Correct a ledger entry")
            .description("Adds entries that name the corrected one; it stays as it is. A charge that is given back "
                    + "returns to where it was drawn from and leaves the spend of its month; prepaid money returns as "
                    + "a top-up, and so does a charge of a final month. Takes at most what is left; "
                    + "shortfall_micros is the amount not taken. Calls already admitted go on. Requires an idempotency "
                    + "key.")
            .control("POST", TENANT + "/corrections", OPERATORS)
            .with(Trait.KEY_REQUIRED)
            .event("correction.created")
            .takes(NewCorrection.class, """
                    {"entry_id": "led_01h455vb4pex5vsknk084sn02q", "amount_micros": 2500, "reason": "charged twice"}""")
            .gives(Correction.class);

    public static final Operation<TopUpRevocation, TopUpReversal> REVOKE_TOP_UP = Declaration.write(
                    "revoke_top_up", "top_up")
            .summary("Take back what is left of a top-up")
            .description("Takes back the unspent rest of a top-up. shortfall_micros is the part already spent. Calls "
                    + "already admitted go on. Refund a payment in Stripe instead: that takes the top-up back by "
                    + "itself.")
            .control("POST", TENANT + "/top-ups/{id}/revoke", OPERATORS)
            .takes(TopUpRevocation.class)
            .gives(TopUpReversal.class);

    /** All of them. */
    public static final List<Operation<?, ?>> ALL = List.of(CREATE_CORRECTION, REVOKE_TOP_UP);

    private CorrectionOperations() {}
}
