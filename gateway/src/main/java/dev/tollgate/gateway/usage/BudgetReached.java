package dev.tollgate.gateway.usage;

import dev.tollgate.money.budget.BudgetPeriod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Data of {@code credential.budget_reached}.
 *
 * @param credentialId of the API key, MCP client or MCP grant
 * @param kind {@code api_key}, {@code mcp_client} or {@code mcp_grant}
 * @param micros the budget, in micros of US dollars
 * @param resetsAt when the next period starts; null for a budget in total
 */
public record BudgetReached(
        String credentialId,
        String kind,
        long micros,
        BudgetPeriod per,
        @Nullable Instant resetsAt) {}
