package dev.tollgate.money.budget;

import java.util.UUID;

/**
 * The budget of a credential, as gateways know it.
 *
 * @param id of the API key, MCP client or MCP grant
 */
public record CredentialBudget(UUID id, BudgetLimit limit) {}
