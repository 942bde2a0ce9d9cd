package dev.tollgate.gateway.control.credentials;

import dev.tollgate.gateway.control.budgets.BudgetTerms;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialPatch;
import dev.tollgate.gateway.control.credentials.CredentialInputs.NewCredential;
import dev.tollgate.gateway.credential.ToolSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Name, scopes and limits of a credential to be stored.
 *
 * @param expiresAt as exact as PostgreSQL keeps it; null for never
 * @param rateLimit calls per second; null for the plan's default
 * @param allowedIps as they were written; null for everywhere
 * @param budget the most it may spend; null for no budget
 * @param tools what its connections are offered; all for API keys
 */
record CredentialSpec(
        String name,
        List<String> scopes,
        @Nullable Instant expiresAt,
        @Nullable Integer rateLimit,
        @Nullable List<String> allowedIps,
        @Nullable BudgetTerms budget,
        ToolSettings tools) {

    static final int NAME_CHARS_MAX = 200;
    static final int SCOPES_MAX = 64;
    static final int ALLOWED_IPS_MAX = 64;
    static final int TOOLSETS_MAX = 64;

    CredentialSpec {
        scopes = new ScopeList(scopes).sorted();
        expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS);
        allowedIps = allowedIps == null ? null : List.copyOf(allowedIps);
    }

    static CredentialSpec of(NewCredential input) {
        return new CredentialSpec(
                input.name(),
                input.scopes(),
                input.expiresAt(),
                input.rateLimit(),
                input.allowedIps(),
                input.budget(),
                new ToolSettings(
                        input.toolsets(),
                        Boolean.TRUE.equals(input.readonly()),
                        Boolean.TRUE.equals(input.discover())));
    }

    /** An update applied to the current state. */
    CredentialSpec over(CredentialPatch<?> patch) {
        return new CredentialSpec(
                Objects.requireNonNull(patch.name().over(name)),
                Objects.requireNonNull(patch.scopes().over(scopes)),
                patch.expiresAt().over(expiresAt),
                patch.rateLimit().over(rateLimit),
                patch.allowedIps().over(allowedIps),
                patch.budget().over(budget),
                new ToolSettings(
                        patch.toolsets().over(tools.toolsets()),
                        Boolean.TRUE.equals(patch.readonly().over(tools.readOnly())),
                        Boolean.TRUE.equals(patch.discover().over(tools.discover()))));
    }
}
