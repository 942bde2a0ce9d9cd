package dev.tollgate.gateway.control.credentials;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.money.price.Plan;
import dev.tollgate.records.table.Listing;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What callers say about credentials, whatever their kind. */
public final class CredentialInputs {

    private static final String EXPIRES_AT = "From then on it opens nothing; never, if you do not say.";
    private static final String RATE_LIMIT =
            "Calls per second, at most those of the plan; the plan's default, if you do not say.";
    private static final String ALLOWED_IPS =
            "Addresses and ranges it may be used from, such as 203.0.113.7 or 2001:db8::/32; all, if you do not say.";

    private CredentialInputs() {}

    /** A credential to be made. */
    public record NewCredential(
            @JsonPropertyDescription("What people call it.") @Size(min = 1, max = Wanted.NAME_CHARS_MAX) String name,

            @JsonPropertyDescription("What it may do; only scopes of modules that are on.")
            @Size(min = 1, max = Wanted.SCOPES_MAX) List<String> scopes,

            @JsonPropertyDescription(EXPIRES_AT) @Nullable Instant expiresAt,

            @JsonPropertyDescription(RATE_LIMIT) @Min(1) @Max(Plan.RATE_MAX) @Nullable Integer rateLimit,

            @JsonPropertyDescription(ALLOWED_IPS) @Size(min = 1, max = Wanted.ALLOWED_IPS_MAX) @Nullable List<String> allowedIps) {

        /** One without limits of its own. */
        public static NewCredential of(String name, List<String> scopes) {
            return new NewCredential(name, scopes, null, null, null);
        }
    }

    /** Which credentials are wanted. */
    public record CredentialQuery(
            @JsonPropertyDescription("Credentials of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor) {}

    /** One credential. */
    public record CredentialRef<K extends Id>(
            @JsonPropertyDescription("The id of the credential.")
            K id) {}

    /** What is to become of a credential. */
    public record CredentialPatch<K extends Id>(
            @JsonPropertyDescription("The id of the credential.")
            K id,

            @JsonPropertyDescription("What people call it.") @NotNull @Size(min = 1, max = Wanted.NAME_CHARS_MAX) Patch<String> name,

            @JsonPropertyDescription("What it may do, in place of what it could.")
            @NotNull @Size(min = 1, max = Wanted.SCOPES_MAX) Patch<List<String>> scopes,

            @JsonPropertyDescription(EXPIRES_AT) Patch<Instant> expiresAt,

            @JsonPropertyDescription(RATE_LIMIT) @Min(1) @Max(Plan.RATE_MAX) Patch<Integer> rateLimit,

            @JsonPropertyDescription(ALLOWED_IPS) @Size(min = 1, max = Wanted.ALLOWED_IPS_MAX) Patch<List<String>> allowedIps) {}

    /** A new secret for a credential. */
    public record CredentialRotation<K extends Id>(
            @JsonPropertyDescription("The id of the credential.")
            K id,

            @JsonPropertyDescription("How long the old secret lives on: 0 to 30 days, a day if you do not say.")
            @Min(0) @Max(Secrets.OVERLAP_SECONDS_MAX) @Nullable Integer overlapSeconds) {}
}
