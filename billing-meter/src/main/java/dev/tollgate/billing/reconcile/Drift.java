package dev.tollgate.billing.reconcile;

import dev.tollgate.contract.caller.TenantId;

/**
 * Two figures of one account that should be equal and are not.
 *
 * @param what which figures
 * @param period the month, where they are of a month; else empty
 */
public record Drift(TenantId tenant, String what, String period, long leftMicros, long rightMicros) {

    public long micros() {
        return Math.abs(leftMicros - rightMicros);
    }

    @Override
    public String toString() {
        return tenant + " " + what + (period.isEmpty() ? "" : " " + period) + ": " + leftMicros + " is not "
                + rightMicros;
    }
}
