package dev.tollgate.loadtest.fault;

import dev.tollgate.loadtest.environment.KafkaBroker;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The broker stops, is slow, or comes back with less than it had acknowledged. */
final class KafkaCases {

    private static final String USAGE = "tollgate.usage-";
    private static final LinkFault SLOW = new LinkFault.Delay(Duration.ofMillis(300), Duration.ofMillis(300));

    /** Calls of a second: what the meter had not read when the log was cut. */
    private static final FaultCase.Allowed LOST_SECOND = new FaultCase.Allowed(Duration.ofSeconds(5), 150, 0);

    private KafkaCases() {}

    static List<FaultCase> all(boolean quick) {
        return List.of(
                FaultCase.of("kafka_stopped", (testbed, _, _) -> {
                    testbed.servers().kafka().stop();
                    TimeUnit.SECONDS.sleep(quick ? 3 : 60);
                    testbed.servers().kafka().start();
                }),
                FaultCase.of("kafka_killed", (testbed, _, _) -> {
                            testbed.servers().kafka().kill();
                            testbed.servers().kafka().start();
                        })
                        .alsoShort(),
                FaultCase.of("kafka_very_slow", (testbed, _, _) -> {
                    testbed.links().kafka().set(SLOW);
                    TimeUnit.SECONDS.sleep(20);
                    testbed.links().kafka().set(LinkFault.NONE);
                }));
    }

    /** The broker comes back without the later half of what it had acknowledged. */
    static FaultCase logCut() {
        return FaultCase.of("kafka_log_cut", (testbed, _, figures) -> {
                    var kafka = testbed.servers().kafka();
                    kafka.stop();
                    figures.put("bytes_cut", cut(kafka));
                    kafka.start();
                })
                .allowing(LOST_SECOND);
    }

    /** Cuts the logs of the usage topic to half; returns how much of them is gone. */
    private static long cut(KafkaBroker kafka) throws IOException {
        long gone = 0;
        try (var partitions = Files.list(kafka.logFolder())) {
            for (var partition : partitions.toList()) {
                if (partition.getFileName().toString().startsWith(USAGE)) {
                    gone += cut(partition);
                }
            }
        }
        // else the broker trusts the indexes
        Files.deleteIfExists(kafka.logFolder().resolve(".kafka_cleanshutdown"));
        return gone;
    }

    private static long cut(Path partition) throws IOException {
        long gone = 0;
        try (var files = Files.list(partition)) {
            for (var file : files.toList()) {
                if (file.toString().endsWith(".log")) {
                    try (var log = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        long kept = log.size() / 2;
                        gone += log.size() - kept;
                        var _ = log.truncate(kept);
                    }
                }
            }
        }
        return gone;
    }
}
