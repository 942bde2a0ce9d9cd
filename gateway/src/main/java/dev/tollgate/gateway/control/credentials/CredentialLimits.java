package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialPatch;
import dev.tollgate.gateway.control.credentials.CredentialInputs.NewCredential;
import dev.tollgate.gateway.credential.AddressRange;
import dev.tollgate.money.price.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The limits of a credential as a caller wrote them; those the caller left alone are null and have no fault. */
record CredentialLimits(
        @Nullable Instant expiresAt,
        @Nullable Integer rateLimit,
        @Nullable List<String> allowedIps,
        @Nullable List<String> toolsets) {

    static CredentialLimits of(NewCredential input) {
        return new CredentialLimits(input.expiresAt(), input.rateLimit(), input.allowedIps(), input.toolsets());
    }

    static CredentialLimits of(CredentialPatch<?> patch) {
        return new CredentialLimits(
                set(patch.expiresAt()), set(patch.rateLimit()), set(patch.allowedIps()), set(patch.toolsets()));
    }

    /** All faults of the limits. */
    List<FieldError> faults(Instant now, Plan plan) {
        var faults = new ArrayList<FieldError>();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            faults.add(new FieldError("expires_at", "must be in the future"));
        }
        if (rateLimit != null && rateLimit > plan.tenantRate()) {
            faults.add(new FieldError(
                    "rate_limit", "must be at most " + plan.tenantRate() + ", as the plan " + plan.name() + " has it"));
        }
        for (int at = 0; allowedIps != null && at < allowedIps.size(); at++) {
            try {
                var _ = AddressRange.parse(allowedIps.get(at));
            } catch (IllegalArgumentException unfit) {
                faults.add(new FieldError("allowed_ips[" + at + "]", String.valueOf(unfit.getMessage())));
            }
        }
        return faults;
    }

    /** A fault for each toolset that does not exist: a misspelt one would offer nothing. */
    List<FieldError> unknownToolsets(Set<String> known) {
        var faults = new ArrayList<FieldError>();
        for (int at = 0; toolsets != null && at < toolsets.size(); at++) {
            if (!known.contains(toolsets.get(at))) {
                faults.add(new FieldError(
                        "toolsets[" + at + "]",
                        "unknown toolset; available: " + String.join(", ", new TreeSet<>(known))));
            }
        }
        return faults;
    }

    private static <T> @Nullable T set(Patch<T> patch) {
        return patch.over(null);
    }
}
