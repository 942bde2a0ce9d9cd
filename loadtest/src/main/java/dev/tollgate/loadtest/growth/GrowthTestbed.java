package dev.tollgate.loadtest.growth;

import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.load.LoadGenerator;
import java.util.List;

/** An installation whose gateway runs, a load generator, and the size of a measurement. */
record GrowthTestbed(Installation installation, LoadGenerator load, Size size) {

    /**
     * Size of a measurement.
     *
     * @param workspaces of the installation, ascending
     * @param contacts of one workspace, ascending
     * @param calls that are kept of one workspace, ascending
     * @param connections that are idle
     * @param warmUpSeconds of each call before its first window
     * @param windowSeconds of each of the windows
     */
    record Size(
            List<Integer> workspaces,
            List<Integer> contacts,
            List<Integer> calls,
            int connections,
            int warmUpSeconds,
            int windowSeconds) {

        Size {
            workspaces = List.copyOf(workspaces);
            contacts = List.copyOf(contacts);
            calls = List.copyOf(calls);
        }

        static Size of(boolean quick) {
            return quick
                    ? new Size(List.of(10, 100), List.of(100, 10_000), List.of(100_000, 1_000_000), 2_000, 15, 3)
                    : new Size(
                            List.of(10, 100, 1_000, 10_000),
                            List.of(100, 10_000, 100_000, 1_000_000),
                            List.of(1_000_000, 5_000_000, 20_000_000),
                            10_000,
                            60,
                            6);
        }
    }
}
