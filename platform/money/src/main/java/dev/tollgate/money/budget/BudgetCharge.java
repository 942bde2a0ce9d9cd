package dev.tollgate.money.budget;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import org.jspecify.annotations.Nullable;

/**
 * A charge that may count against a budget.
 *
 * @param spender the credential that usage names; null where it can have no budget
 * @param accountClosed the last bucket of the account that has closed
 */
public record BudgetCharge(
        TenantId tenant, @Nullable String spender, long micros, Charge.Hold hold, long accountClosed) {}
