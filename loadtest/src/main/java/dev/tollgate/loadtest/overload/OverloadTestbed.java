package dev.tollgate.loadtest.overload;

import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.TenantTokens;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.load.LoadTarget;
import java.util.List;
import java.util.function.Function;

/** An installation whose gateway runs, tenants, and the size of a measurement. */
record OverloadTestbed(Installation installation, TenantTokens tenants, Size size) {

    static final String[] SCOPES = {"tasks:read", "tasks:write"};

    /**
     * Size of a measurement.
     *
     * @param tenants that call
     * @param warmUpSeconds before the first window of a leg
     * @param windowSeconds of a window whose rate is the capacity, and of one at half of it; at least twice the goal of
     *     seconds until normal, so that it can be missed
     * @param overloadSeconds beyond capacity
     * @param pairs of windows without and with a noisy tenant
     */
    record Size(int tenants, int warmUpSeconds, int windowSeconds, int overloadSeconds, int pairs) {

        Size {
            if (windowSeconds < 2 * OverloadCommand.SECONDS_UNTIL_NORMAL_MAX) {
                throw new IllegalArgumentException("windows of " + windowSeconds + " s are too short");
            }
        }

        static Size of(boolean quick) {
            return quick ? new Size(10, 15, 10, 15, 7) : new Size(50, 40, 15, 60, 9);
        }
    }

    /** A call of each tenant in turns. */
    LoadTarget target(Function<String, HttpCall> call) {
        return new LoadTarget(
                installation.gateway().port(),
                tenants.tokens().stream().map(call).toList(),
                List.of());
    }
}
