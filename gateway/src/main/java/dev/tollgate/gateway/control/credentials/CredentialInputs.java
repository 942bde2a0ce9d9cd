package dev.tollgate.gateway.control.credentials;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.gateway.control.budgets.BudgetTerms;
import dev.tollgate.money.price.Plan;
import dev.tollgate.records.page.PageSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Inputs of the operations on credentials of any kind. */
public final class CredentialInputs {

    private static final String EXPIRES_AT = "Expiry time. Default: never.";
    private static final String RATE_LIMIT =
            "Rate limit in calls per second, at most the plan's. Default: the plan's default.";
    private static final String ALLOWED_IPS =
            "Allowed client addresses, as IP addresses or CIDR blocks such as 203.0.113.7 or "
                    + "2001:db8::/32. Default: any.";

    private static final String TOOLSETS =
            "Modules whose tools its connections are offered, such as crm. URL and headers of "
                    + "a connection narrow further. Default: all.";
    private static final String READONLY = "Offers only reads.";
    private static final String DISCOVER =
            "Offers three tools that search, describe and call all others, instead of the list.";

    /** Fields that only MCP clients have. */
    static final Set<String> OF_MCP_CLIENTS = Set.of("toolsets", "readonly", "discover");

    private CredentialInputs() {}

    /** A credential to be made. */
    public record NewCredential(
            @JsonPropertyDescription("Display name.") @Size(min = 1, max = CredentialSpec.NAME_CHARS_MAX) String name,

            @JsonPropertyDescription("Scopes to grant; only those of enabled modules.")
            @Size(min = 1, max = CredentialSpec.SCOPES_MAX) List<String> scopes,

            @JsonPropertyDescription(EXPIRES_AT) @Nullable Instant expiresAt,

            @JsonPropertyDescription(RATE_LIMIT) @Min(1) @Max(Plan.RATE_MAX) @Nullable Integer rateLimit,

            @JsonPropertyDescription(ALLOWED_IPS) @Size(min = 1, max = CredentialSpec.ALLOWED_IPS_MAX) @Nullable List<String> allowedIps,

            @JsonPropertyDescription(BudgetTerms.FIELD) @Nullable BudgetTerms budget,

            @JsonPropertyDescription(TOOLSETS) @Size(min = 1, max = CredentialSpec.TOOLSETS_MAX) @Nullable List<String> toolsets,

            @JsonPropertyDescription(READONLY) @Nullable Boolean readonly,

            @JsonPropertyDescription(DISCOVER) @Nullable Boolean discover) {

        /** One without limits of its own. */
        public static NewCredential of(String name, List<String> scopes) {
            return new NewCredential(name, scopes, null, null, null, null, null, null, null);
        }
    }

    /** Which credentials are wanted. */
    public record CredentialQuery(
            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {}

    /** One credential. */
    public record CredentialRef<K extends Id>(
            @JsonPropertyDescription("ID of the credential.")
            K id) {}

    /** Changes to a credential. */
    public record CredentialPatch<K extends Id>(
            @JsonPropertyDescription("ID of the credential.")
            K id,

            @JsonPropertyDescription("Display name.") @NotNull @Size(min = 1, max = CredentialSpec.NAME_CHARS_MAX) Patch<String> name,

            @JsonPropertyDescription("Scopes to grant; replaces all previous ones.")
            @NotNull @Size(min = 1, max = CredentialSpec.SCOPES_MAX) Patch<List<String>> scopes,

            @JsonPropertyDescription(EXPIRES_AT) Patch<Instant> expiresAt,

            @JsonPropertyDescription(RATE_LIMIT) @Min(1) @Max(Plan.RATE_MAX) Patch<Integer> rateLimit,

            @JsonPropertyDescription(ALLOWED_IPS) @Size(min = 1, max = CredentialSpec.ALLOWED_IPS_MAX) Patch<List<String>> allowedIps,

            @JsonPropertyDescription(BudgetTerms.CHANGED) Patch<BudgetTerms> budget,

            @JsonPropertyDescription(TOOLSETS) @Size(min = 1, max = CredentialSpec.TOOLSETS_MAX) Patch<List<String>> toolsets,

            @JsonPropertyDescription(READONLY) @NotNull Patch<Boolean> readonly,

            @JsonPropertyDescription(DISCOVER) @NotNull Patch<Boolean> discover) {}

    /** A new secret for a credential. */
    public record CredentialRotation<K extends Id>(
            @JsonPropertyDescription("ID of the credential.")
            K id,

            @JsonPropertyDescription("How long the old secret stays valid, 0 to 30 days. Default one day.")
            @Min(0) @Max(Secrets.OVERLAP_SECONDS_MAX) @Nullable Integer overlapSeconds) {}
}
