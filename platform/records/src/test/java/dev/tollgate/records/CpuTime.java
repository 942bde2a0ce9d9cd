package dev.tollgate.records;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What a step costs this thread, as the processor counts it: whatever else the machine does. */
public final class CpuTime {

    private CpuTime() {}

    public static Duration of(Runnable step) {
        var thread = ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadCpuTime();
        step.run();
        return Duration.ofNanos(thread.getCurrentThreadCpuTime() - before);
    }
}
