package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.environment.BackingServers;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.environment.ProcessProbe;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongUnaryOperator;

/**
 * Resources that the processes of an installation have used since their start.
 *
 * @param figures by name: processor microseconds of each process, bytes of WAL, bytes sent to disks by PostgreSQL,
 *     Redis and Kafka, together and each, bytes allocated by the gateway, produce requests to Kafka
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
        var gateway = installation.gateway();
        var figures = new HashMap<String, Long>();
        figures.put("cpu_us_gateway", gateway.cpuMicros());
        figures.put("cpu_us_meter", ProcessProbe.cpuMicros(installation.meterPid()));
        figures.put("cpu_us_dispatcher", ProcessProbe.cpuMicros(dispatcherPid));
        byServer(servers, "cpu_us", ProcessProbe::cpuMicros, ProcessProbe::treeMicros, figures);
        byServer(servers, "disk_bytes", ProcessProbe::ownWrittenBytes, ProcessProbe::writtenBytes, figures);
        figures.put("disk_bytes", ProcessProbe.writtenBytes(servers.pid()));
        figures.put("wal_bytes", servers.sql().number(WAL));
        figures.put("allocated_bytes_gateway", gateway.allocatedBytes());
        figures.put("produce_requests", ProcessProbe.jmxSum(servers.pid(), PRODUCE, "Count"));
        return new Consumption(figures);
    }

    /** PostgreSQL has what is left of the tree. */
    private static void byServer(
            BackingServers servers,
            String figure,
            LongUnaryOperator own,
            LongUnaryOperator tree,
            Map<String, Long> figures)
            throws IOException {
        long kafka = own.applyAsLong(servers.pid());
        long redis = own.applyAsLong(servers.redisPid());
        figures.put(figure + "_kafka", kafka);
        figures.put(figure + "_redis", redis);
        figures.put(figure + "_postgres", tree.applyAsLong(servers.pid()) - kafka - redis);
    }

    /** What was used since {@code before}, per call. */
    void perCall(Consumption before, double calls, BiConsumer<String, Double> each) {
        new TreeMap<>(figures)
                .forEach((name, value) -> each.accept(name, (value - before.figures.getOrDefault(name, 0L)) / calls));
    }
}
