package dev.tollgate.loadtest.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Clocks that step by an hour and back: those of processes by libfaketime, that of Redis by its function library. */
final class ClockCases {

    private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);
    private static final long STEPPED_MS = 15_000;

    private ClockCases() {}

    static List<FaultCase> all() {
        var cases = new ArrayList<FaultCase>();
        for (int hours : new int[] {1, -1}) {
            var by = hours > 0 ? "_ahead" : "_back";
            cases.add(FaultCase.of("redis_clock" + by, (testbed, _, _) -> {
                testbed.redis().stepClock(hours * HOUR_MS);
                TimeUnit.MILLISECONDS.sleep(STEPPED_MS);
                testbed.redis().stepClock(0);
            }));
            cases.add(FaultCase.of("gateway_clock" + by, (testbed, _, _) -> step(testbed, "gateway", hours))
                    .prepared((testbed, _, _) -> testbed.replaceLastGateway(clock(testbed, "gateway"))));
            cases.add(FaultCase.of("meter_clock" + by, (testbed, _, _) -> step(testbed, "meter", hours))
                    .prepared((testbed, _, _) -> {
                        testbed.installation().stopMeter();
                        testbed.startMeter(clock(testbed, "meter"));
                        testbed.onRestore(testbed.installation()::stopMeter);
                    }));
        }
        return cases;
    }

    private static void step(FaultTestbed testbed, String process, int hours) throws Exception {
        set(testbed, process, "%+dh".formatted(hours));
        TimeUnit.MILLISECONDS.sleep(STEPPED_MS);
        set(testbed, process, "+0");
    }

    private static Map<String, String> clock(FaultTestbed testbed, String process) throws IOException {
        set(testbed, process, "+0");
        return FakeTime.from(file(testbed, process));
    }

    private static void set(FaultTestbed testbed, String process, String offset) throws IOException {
        var _ = Files.writeString(file(testbed, process), offset + "\n");
    }

    private static Path file(FaultTestbed testbed, String process) {
        return testbed.installation().folder().resolve("clock-" + process);
    }
}
