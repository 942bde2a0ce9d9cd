package dev.tollgate.money.budget;

import dev.tollgate.contract.caller.WorkspaceId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who spends a budget.
 *
 * @param spender the credential that usage names: for a grant the person's membership; null where there is none
 */
public record BudgetOwner(
        BudgetKey key,
        WorkspaceId workspace,
        Kind kind,
        @Nullable String spender) {

    /** What has a budget. */
    public enum Kind {
        API_KEY,
        MCP_CLIENT,
        MCP_GRANT;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** The word in contracts and rows. */
        public String text() {
            return text;
        }
    }
}
