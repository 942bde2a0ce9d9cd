package dev.tollgate.billing.statement;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one month came to. The sum of the lines, of the workspaces and of the sources is the spend, to the micro.
 *
 * @param month such as {@code 2026-11}
 * @param status final once the month's last open charges have closed; what comes later counts for a later month
 * @param prepaidOpeningMicros prepaid balance before the month's first movement
 * @param prepaidClosingMicros prepaid balance after its last
 */
public record Statement(
        TenantId tenantId,
        String month,
        Status status,
        long spendMicros,
        Sources sources,
        long includedGrantedMicros,
        long prepaidOpeningMicros,
        long topUpsMicros,
        long expiredMicros,
        long adjustmentsMicros,
        long prepaidClosingMicros,
        List<Line> lines,
        List<WorkspaceSum> workspaces) {

    /** Whether more may come. */
    public enum Status {
        OPEN,
        FINAL
    }

    /** Where the spend was drawn from. */
    public record Sources(long includedMicros, long prepaidMicros, long overageMicros, long graceMicros) {

        long sum() {
            return includedMicros + prepaidMicros + overageMicros + graceMicros;
        }
    }

    /** Everything of one dimension at one price version. */
    public record Line(String dimension, String priceVersion, long calls, long quantity, long chargeMicros) {}

    /** Everything of one workspace; null stands for calls on the tenant itself. */
    public record WorkspaceSum(@Nullable WorkspaceId workspaceId, long calls, long chargeMicros) {}
}
