package dev.tollgate.money.budget;

import dev.tollgate.contract.caller.TenantId;
import java.util.UUID;

/**
 * Names the budget of a credential.
 *
 * @param id of the API key, MCP client or MCP grant
 */
public record BudgetKey(TenantId tenant, UUID id) {}
