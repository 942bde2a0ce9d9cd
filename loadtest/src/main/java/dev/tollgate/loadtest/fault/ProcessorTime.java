package dev.tollgate.loadtest.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.Gateway;
import dev.tollgate.loadtest.environment.ProcessProbe;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Processor time of everything in a testbed since its start.
 *
 * @param micros by part; that of the load includes the proxies
 */
record ProcessorTime(Map<String, Long> micros) {

    private static final double SECOND_MICROS = TimeUnit.SECONDS.toMicros(1);
    private static final double DECIMALS = 100;

    static ProcessorTime now(FaultTestbed testbed) throws IOException {
        var servers = testbed.servers();
        var micros = new LinkedHashMap<String, Long>();
        micros.put("load", ProcessProbe.cpuMicros(servers.pid()));
        micros.put(
                "gateways",
                testbed.gateways().stream().mapToLong(Gateway::cpuMicros).sum());
        micros.put("meter", ProcessProbe.cpuMicros(testbed.installation().meterPid()));
        micros.put("postgres", ProcessProbe.treeMicros(servers.postgresPid()));
        micros.put("redis", ProcessProbe.cpuMicros(servers.redisPid()));
        micros.put("kafka", ProcessProbe.cpuMicros(servers.kafka().pid()));
        return new ProcessorTime(micros);
    }

    /** Writes what was used since {@code before}, in seconds. */
    void writeSince(ProcessorTime before, ObjectNode figures) {
        var seconds = figures.putObject("processor_seconds");
        micros.forEach((part, used) -> seconds.put(
                part, Math.round((used - before.micros.getOrDefault(part, 0L)) / SECOND_MICROS * DECIMALS) / DECIMALS));
    }
}
