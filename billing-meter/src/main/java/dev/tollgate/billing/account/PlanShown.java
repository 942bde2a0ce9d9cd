package dev.tollgate.billing.account;

import org.jspecify.annotations.Nullable;

/**
 * One plan of this installation.
 *
 * @param workspacesMax null means no limit
 * @param tenantRatePerSecond calls per second of the whole tenant
 * @param credentialRatePerSecond calls per second of a credential that names no limit of its own
 * @param selfService whether an owner's {@code request_plan} may be confirmed at once
 */
public record PlanShown(
        String name,
        long includedMicros,
        long capMicros,
        @Nullable Integer workspacesMax,
        long tenantRatePerSecond,
        long credentialRatePerSecond,
        boolean selfService) {}
