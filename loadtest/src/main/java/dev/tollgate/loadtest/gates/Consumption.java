package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.environment.DataDisk;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.environment.ProcessProbe;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Resources that the processes of an installation have used since their start.
 *
 * @param figures by name: processor microseconds of each process, bytes of WAL, bytes written to the disk of all of
 *     them, bytes allocated by the gateway, produce requests to Kafka
 */
record Consumption(Map<String, Long> figures) {

    private static final String WAL = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint";
    private static final String PRODUCE = "kafka.network:type=RequestMetrics,name=RequestsPerSec,request=Produce,*";

    Consumption {
        figures = Map.copyOf(figures);
    }

    /** Kafka runs in the process that PostgreSQL and Redis descend from; PostgreSQL has what is left of the tree. */
    static Consumption now(Installation installation, long dispatcherPid) throws IOException, InterruptedException {
        var servers = installation.servers();
        var gateway = installation.gateway();
        var figures = new HashMap<String, Long>();
        figures.put("cpu_us_gateway", gateway.cpuMicros());
        figures.put("cpu_us_meter", ProcessProbe.cpuMicros(installation.meterPid()));
        figures.put("cpu_us_dispatcher", ProcessProbe.cpuMicros(dispatcherPid));
        long kafka = ProcessProbe.cpuMicros(servers.pid());
        long redis = ProcessProbe.cpuMicros(servers.redisPid());
        figures.put("cpu_us_kafka", kafka);
        figures.put("cpu_us_redis", redis);
        figures.put("cpu_us_postgres", ProcessProbe.treeMicros(servers.pid()) - kafka - redis);
        DataDisk.writtenBytes(installation.folder()).ifPresent(bytes -> figures.put("disk_bytes", bytes));
        figures.put("wal_bytes", servers.sql().number(WAL));
        figures.put("allocated_bytes_gateway", gateway.allocatedBytes());
        figures.put("produce_requests", ProcessProbe.jmxSum(servers.pid(), PRODUCE, "Count"));
        return new Consumption(figures);
    }

    /** What was used since {@code before}, per call. */
    void perCall(Consumption before, double calls, BiConsumer<String, Double> each) {
        new TreeMap<>(figures)
                .forEach((name, value) -> each.accept(name, (value - before.figures.getOrDefault(name, 0L)) / calls));
    }
}
