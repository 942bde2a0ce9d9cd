package dev.tollgate.loadtest.gates;

import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.loadtest.environment.AppendedFiles;
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
 * @param figures by name: processor microseconds of each process, bytes of WAL, bytes written to the disk by all that
 *     runs on the machine, and what the parts of an installation wrote of them, bytes allocated by the gateway, produce
 *     requests to Kafka
 * @param checkpoints of PostgreSQL, which write the pages that changed since the one before
 */
record Consumption(Map<String, Long> figures, long checkpoints) {

    /** All that the device has written. */
    private static final String DISK = "disk_bytes";

    /** The same without the logs of processes: the data of the servers, and what else the machine writes. */
    static final String DISK_WITHOUT_LOGS = "disk_bytes_without_logs";

    /** What of it no part accounts for: the file system's own, and other processes. */
    private static final String REST = "disk_bytes_rest";

    private static final String LOGS = "log_file_bytes";

    private static final String WAL = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint";
    /** At most: the free space of a page is left out. */
    private static final String FULL_PAGES = "SELECT wal_fpi * current_setting('block_size')::bigint FROM pg_stat_wal";

    private static final String WRITTEN = "SELECT coalesce(sum(write_bytes), 0)::bigint FROM pg_stat_io WHERE object ";
    private static final String CHECKPOINTS = "SELECT num_done FROM pg_stat_checkpointer";
    private static final String PRODUCE = "kafka.network:type=RequestMetrics,name=RequestsPerSec,request=Produce,*";

    Consumption {
        figures = Map.copyOf(figures);
    }

    /** Kafka runs in the process that PostgreSQL and Redis descend from; PostgreSQL has what is left of the tree. */
    static Consumption now(Installation installation, long dispatcherPid, AppendedFiles files)
            throws IOException, InterruptedException {
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
        figures.put("allocated_bytes_gateway", gateway.allocatedBytes());
        figures.put("produce_requests", ProcessProbe.jmxSum(servers.pid(), PRODUCE, "Count"));
        var sql = servers.sql();
        figures.put("wal_bytes", sql.number(WAL));
        figures.put("wal_full_page_bytes_max", sql.number(FULL_PAGES));
        var written = written(sql, files);
        figures.putAll(written);
        var disk = DataDisk.writtenBytes(installation.folder());
        if (disk.isPresent()) {
            long parts = written.values().stream().mapToLong(Long::longValue).sum();
            figures.put(DISK, disk.getAsLong());
            figures.put(DISK_WITHOUT_LOGS, disk.getAsLong() - written.getOrDefault(LOGS, 0L));
            figures.put(REST, disk.getAsLong() - parts);
        }
        return new Consumption(figures, sql.number(CHECKPOINTS));
    }

    /** Bytes that went into files, by part. */
    private static Map<String, Long> written(OwnerSql sql, AppendedFiles files) throws IOException {
        var written = new HashMap<>(files.bytes());
        written.put("postgres_wal_bytes", sql.number(WRITTEN + "= 'wal'"));
        written.put("postgres_data_bytes", sql.number(WRITTEN + "<> 'wal'"));
        return written;
    }

    /** What was used since {@code before}, per call. */
    void perCall(Consumption before, double calls, BiConsumer<String, Double> each) {
        new TreeMap<>(figures)
                .forEach((name, value) -> each.accept(name, (value - before.figures.getOrDefault(name, 0L)) / calls));
    }
}
