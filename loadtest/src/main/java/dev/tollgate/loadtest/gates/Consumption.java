package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.environment.ProcessProbe;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Resources that the processes of an installation have used since their start.
 *
 * @param figures by name: processor microseconds of each process, bytes of WAL, bytes sent to disks by PostgreSQL,
 *     Redis and Kafka, bytes allocated by the gateway, produce requests to Kafka
 */
record Consumption(Map<String, Long> figures) {

    private static final String WAL = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint";
    private static final String PRODUCE = "kafka.network:type=RequestMetrics,name=RequestsPerSec,request=Produce,*";

    Consumption {
        figures = Map.copyOf(figures);
    }

    /** Kafka runs in the process that PostgreSQL and Redis descend from. */
    static Consumption now(Installation installation, long dispatcherPid) throws IOException {
        var servers = installation.servers();
        long kafka = ProcessProbe.cpuMicros(servers.pid());
        long redis = ProcessProbe.cpuMicros(servers.redisPid());
        return new Consumption(Map.of(
                "cpu_us_gateway", ProcessProbe.cpuMicros(installation.gateway().pid()),
                "cpu_us_meter", ProcessProbe.cpuMicros(installation.meterPid()),
                "cpu_us_dispatcher", ProcessProbe.cpuMicros(dispatcherPid),
                "cpu_us_postgres", ProcessProbe.treeMicros(servers.pid()) - kafka - redis,
                "cpu_us_redis", redis,
                "cpu_us_kafka", kafka,
                "wal_bytes", servers.sql().number(WAL),
                "disk_bytes", ProcessProbe.writtenBytes(servers.pid()),
                "allocated_bytes_gateway",
                        ProcessProbe.allocatedBytes(installation.gateway().pid()),
                "produce_requests", ProcessProbe.jmxSum(servers.pid(), PRODUCE, "Count")));
    }

    /** What was used since {@code before}, per call. */
    void perCall(Consumption before, double calls, BiConsumer<String, Double> each) {
        new TreeMap<>(figures)
                .forEach((name, value) -> each.accept(name, (value - before.figures.getOrDefault(name, 0L)) / calls));
    }
}
