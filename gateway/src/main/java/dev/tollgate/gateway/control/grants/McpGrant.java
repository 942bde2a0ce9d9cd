package dev.tollgate.gateway.control.grants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.McpGrantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.gateway.control.budgets.BudgetShown;
import dev.tollgate.gateway.control.budgets.BudgetTerms;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Upper limit of what a person's agents may do in a workspace.
 *
 * @param subject the identity provider's own name for them; never changes
 * @param scopes each once, in order
 */
public record McpGrant(
        McpGrantId id,
        WorkspaceId workspaceId,
        String subject,
        List<String> scopes,

        @JsonPropertyDescription(BudgetTerms.SHOWN) @Nullable BudgetShown budget,

        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements Resource {

    static final int SCOPES_MAX = 64;

    /** Pattern of a subject: printable characters without spaces. */
    static final String SUBJECT = "^[!-~]{1,255}$";

    public McpGrant {
        scopes = List.copyOf(scopes);
    }
}
